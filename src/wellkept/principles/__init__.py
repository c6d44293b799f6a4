"""One file a principle: what it promises, what guards it, what measures it. The map from the mission to the code."""
