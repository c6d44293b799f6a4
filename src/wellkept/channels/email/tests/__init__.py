"""What email promises, tested."""
