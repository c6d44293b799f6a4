"""What the event log says about one conversation, one promise, one issue, one wait: pure folds, the same every time.

A fact is worked out from all events of its subject, never patched by hand, so reading the log twice changes nothing.
"""
