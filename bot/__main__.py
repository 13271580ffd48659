"""`python -m bot` is the command `phasewalk`."""

import sys

from bot.cli import main

sys.exit(main())
