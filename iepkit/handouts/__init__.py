"""Paper: charts, booklets, lists, case sheets, vote cards and facilitators' guides, as tagged PDF, XLSX and CSV."""

from .catalog import handout_names
from .making import make_guides, make_handouts, write_guide
from .telling import handout_messages
from .typesetting import HandoutError

__all__ = ["HandoutError", "handout_messages", "handout_names", "make_guides", "make_handouts", "write_guide"]
