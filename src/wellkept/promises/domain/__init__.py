"""What the ledger decides, and promises in words: pure, no Django."""
