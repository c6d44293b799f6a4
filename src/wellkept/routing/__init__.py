"""Who gets which conversation, how long people wait for it, and how many hands that takes.

Owns: presence, skills, limits and decisions (who gets which conversation); the queueing and staffing models (M09–M12),
the honest wait (M13, M14) and the simulator that proves it;
terms of staffing, announced waits, the intake register (`capacity` reads them all); hand-overs.
Offers: `domain`, pure Python. Publishes: see the events files. Needs: promises.
"""
