"""A workshop's notes in a notebook: loaded only where somebody leads one."""

from __future__ import annotations

from ..views.composing import workshop_style
from .widget import View


class Notes(View):
    """What whoever leads a workshop says, asks and shows, part by part."""

    _css = workshop_style()
