"""The ledger of what we owe: to whom, by when, who answers for it, and the proof when it was kept.

Owns: Promise, Evidence, ServiceCode, Target.
Offers: `operations` (make, keep, move, waive, void, …), `queries` (owed, open, at risk), the clock.
Publishes: see events.py. Every column of a promise but its words can be rebuilt from them (`replay`).
Needs: kernel, schedules, accounts, customers, conversations. Standing promises begin and end with what happens there.
"""
