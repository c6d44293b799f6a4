"""Who gets which conversation, how long people wait for it, and how many hands that takes.

Owns so far: the queueing and staffing models (M09–M12), the honest wait (M13, M14) and the simulator that proves it.
Offers: `domain`, pure Python. Publishes: nothing yet. Needs: `kernel.statistics`.
"""
