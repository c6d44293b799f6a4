"""The event log as a live stream (server-sent events), checked for permission at each delivery.

A browser that was away asks with `Last-Event-ID` and misses nothing. One poller a process reads the log; no
subscriber holds a database connection.
"""
