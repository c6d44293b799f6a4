"""The ledger of PRINCIPLES.md 3b as plain code: what a promise is, what can happen to it, and what follows.

`begin` makes an entry, `transition` moves it by one happening or refuses with a sentence, `rebuild` replays a log.
The four things that never happen, whatever the order of calls: a promise without owner, a break that gets lost, two
ends, another original date.
"""

from .entry import Entry, Evidence, Owner, Proposal, Status
from .replaying import overdue, rebuild
from .transition import begin, transition

__all__ = ["Entry", "Evidence", "Owner", "Proposal", "Status", "begin", "overdue", "rebuild", "transition"]
