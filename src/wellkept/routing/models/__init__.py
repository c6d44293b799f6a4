"""Tables of the room."""

from .decision import Decision as Decision
from .hand_over import HandOver as HandOver
from .hand_over import HandOverState as HandOverState
from .hand_over import HandOverTerms as HandOverTerms
from .intake import Intake as Intake
from .intake import IntakeDecision as IntakeDecision
from .presence import Absence as Absence
from .presence import Presence as Presence
from .presence import State as State
from .skills import ChannelWeight as ChannelWeight
from .skills import Method as Method
from .skills import Order as Order
from .skills import Skill as Skill
from .skills import SpokenLanguage as SpokenLanguage
from .skills import TeamRouting as TeamRouting
from .waiting import StaffingTerms as StaffingTerms
from .waiting import WaitAnnouncement as WaitAnnouncement
