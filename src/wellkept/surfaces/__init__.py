"""Screens and endpoints that show several rooms at once."""
