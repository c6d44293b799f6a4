"""What the console asks for, one file a place."""
