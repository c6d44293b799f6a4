"""Python imports this by its name as it starts, where the folder is on PYTHONPATH: the desk's clock runs ahead.

By as many seconds as the file WELLKEPT_AHEAD says. The product looks at the clock in one place, so one place is changed.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from wellkept.kernel import clock

_file = Path(os.environ["WELLKEPT_AHEAD"])
_here = clock.now


def _ahead() -> datetime:
    return _here() + timedelta(seconds=int(_file.read_text(encoding="ascii")))


clock.now = _ahead
