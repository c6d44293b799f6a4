"""Hands and work by half-hour: what came, what will come, who is there, who is needed. Reads only."""
