"""Where providers post the mail they took for us."""
