"""What goes round in the hall: vote cards, and a slip to fill in at the end."""

from __future__ import annotations

from .telling import Telling
from .typesetting import Data

LETTERS = "ABCD"


def vote_cards(tell: Telling) -> Data:
    """A sheet to cut in four: one person's cards."""
    cards = [{"letter": letter, "name": tell.words["vote"].replace("{letter}", letter)} for letter in LETTERS]
    return tell.whole(tell.words["cards_title"], tell.content.comparison, {"cards": cards}, tell.words["cards_help"])


def feedback_slip(tell: Telling) -> Data:
    """A slip without a name, several on a sheet."""
    return tell.whole(tell.words["slip_title"], tell.content.comparison, {})
