"""Tables of the room."""

from .playbook import Playbook as Playbook
from .playbook import PlaybookEntry as PlaybookEntry
from .playbook import PlaybookRun as PlaybookRun
from .playbook import PlaybookVersion as PlaybookVersion
