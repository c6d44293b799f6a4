"""Writes of the room: one verb each."""

from .clock import break_late as break_late
from .clock import settle as settle
from .code import NotTheNewest as NotTheNewest
from .code import draft_code as draft_code
from .code import publish_code as publish_code
from .ending import NeedsAnotherPerson as NeedsAnotherPerson
from .ending import NeedsEvidence as NeedsEvidence
from .ending import NotOpen as NotOpen
from .ending import Proof as Proof
from .ending import keep as keep
from .ending import reopen as reopen
from .ending import void as void
from .ending import waive as waive
from .making import NoTimeLeft as NoTimeLeft
from .making import make as make
from .moving import TooLate as TooLate
from .moving import hand_over as hand_over
from .moving import move as move
from .moving import pause as pause
from .moving import resume as resume
