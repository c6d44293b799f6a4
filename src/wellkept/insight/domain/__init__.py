"""Measures as plain Python: records in, figures with their evidence out. No Django, no database, no clock."""
