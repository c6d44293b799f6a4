"""Wires the house: settings, addresses, the server. Decides nothing."""
