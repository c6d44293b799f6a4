"""What the event log says about the service: figures that open the very cases they were counted from.

Owns: the facts read from the log, the measures as pure functions (M05–M08, M14, M15), the rule for showing a number
(M23), the tiles. Offers: `tiles`, `reading.catch_up`, `domain.measures`. Publishes: nothing.
Needs: the log, `kernel.statistics`, `schedules.queries`, `conversations.access`, `promises.standing`, `routing.domain`.
"""
