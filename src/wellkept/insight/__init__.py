"""What the event log says about the service: figures that open the very cases they were counted from.

Owns so far: the measures as pure functions (M05–M08, M14, M15) and the rule for showing a number (M23).
Offers: `domain.measures`. Publishes: nothing. Needs: `kernel.statistics`, `promises.domain`, `routing.domain`.
"""
