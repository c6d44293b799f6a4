"""What the desk's pages show: small frozen dataclasses, each read with a constant number of queries."""
