"""Where the desk is set up and looked after: settings for admins, mail and work in trouble for supervisors."""
