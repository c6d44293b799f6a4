"""What the console's pages say on top while something about mail is wrong.

The query lives with the mail (`channels.email.queries.open_alarms`), so that other surfaces ask it there.
"""

from __future__ import annotations

from wellkept.channels.email.queries import open_alarms

__all__ = ["open_alarms"]
