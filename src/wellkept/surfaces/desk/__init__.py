"""The agents' desk: lists, conversations, the composer, live updates. Owns screens, no tables."""
