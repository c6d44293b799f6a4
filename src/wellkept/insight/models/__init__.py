"""Facts worked out from the event log. Every row can be thrown away and read again; ids point to what they speak of."""

from .conversation import ConversationFact
from .issue import IssueFact
from .promise import PromiseFact
from .reading import Reading
from .turn import TurnFact
from .wait import WaitFact

__all__ = ["ConversationFact", "IssueFact", "PromiseFact", "Reading", "TurnFact", "WaitFact"]
