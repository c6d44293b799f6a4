"""Sign-in, sessions and the request's agent."""
