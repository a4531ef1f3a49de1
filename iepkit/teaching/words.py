"""The words of what only presenters and rooms see: ``data/teaching.yaml``, a section for each place that shows them.

They stand apart from ``interface.yaml``, which each page's kernel loads and which every language has whole.
"""

from __future__ import annotations

from ..content.models.base import Model


class TeachingWords(Model):
    """The words, by the place that shows them."""
