"""Tables of the room."""

from .macro import Macro as Macro
from .macro import MacroRun as MacroRun
from .playbook import Playbook as Playbook
from .playbook import PlaybookEntry as PlaybookEntry
from .playbook import PlaybookRun as PlaybookRun
from .playbook import PlaybookVersion as PlaybookVersion
from .rule import Outcome as Outcome
from .rule import Rule as Rule
from .rule import RuleKind as RuleKind
from .rule import RuleRun as RuleRun
