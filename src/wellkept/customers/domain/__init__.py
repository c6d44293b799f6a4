"""What can be said about customers without a database."""
