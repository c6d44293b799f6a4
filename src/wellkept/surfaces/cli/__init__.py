"""The shell as a surface: one file a command."""
