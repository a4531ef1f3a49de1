"""The words of what only presenters and rooms see: ``data/teaching.yaml``, a section for each place that shows them.

They stand apart from ``interface.yaml``, which each page's kernel loads and which every language has whole.
"""

from __future__ import annotations

from ..content.models.base import Model
from ..content.models.tables import Words


class TeachingWords(Model):
    """The words, by the place that shows them. No section has the name of one in ``interface.yaml``."""

    practice: Words
    quiz: Words
    present: Words
    workshop: Words
    room: Words
    learned: Words
    handouts: Words
