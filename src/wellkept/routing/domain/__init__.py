"""Queues as arithmetic: Erlang's models, staffing, announced waits, and a simulator. No Django, no clock."""
