"""`python -m wellkept` is the `wellkept` command."""

import sys

from wellkept.project.main import main

sys.exit(main())
