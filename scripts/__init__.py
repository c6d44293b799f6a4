"""What the two commands and the tests need around the product. Standard library only."""
