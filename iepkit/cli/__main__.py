"""``python -m iepkit.cli``."""

import sys

from . import main

sys.exit(main())
