"""Views of the desk: parse, one call, render."""
