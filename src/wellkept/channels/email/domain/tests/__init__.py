"""Parsing mail: named oddities, any bytes at all, and what is meant to break a parser."""
