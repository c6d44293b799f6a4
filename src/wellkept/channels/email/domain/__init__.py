"""What mail is, as plain Python: parsing, matching, composing. No Django, no database, no network."""
