"""The ground every room stands on. Imports no room.

Owns: the clock, ids, refusals, the append-only event log, durable background tasks, encrypted secrets.
Offers: `clock.now`, `events.publish`, `events.subscribe`, `tasks.task`, `errors.Refused`, `secrets.seal`.
Publishes: nothing of its own. Needs: a database.
"""
