"""Time counted in business hours: pure arithmetic, no Django."""
