"""What is taught with: practice cases, a knowledge check, workshops. Pages do not load it; presenters' tools do."""

from .asking import Asked, asked, choices, end_id
from .loading import ADAPTERS, Teaching, TeachingDesk, load_teaching
from .models import Case, Change, Choice, Item, ItemSet, Part, Practice, Quiz, Workshop
from .words import TeachingWords

__all__ = [
    "ADAPTERS",
    "Asked",
    "Case",
    "Change",
    "Choice",
    "Item",
    "ItemSet",
    "Part",
    "Practice",
    "Quiz",
    "Teaching",
    "TeachingDesk",
    "TeachingWords",
    "Workshop",
    "asked",
    "choices",
    "end_id",
    "load_teaching",
]
