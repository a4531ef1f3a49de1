"""What is taught with: practice cases, a knowledge check, workshops. Pages do not load it; presenters' tools do."""

from .loading import ADAPTERS, Teaching, TeachingDesk, load_teaching
from .models import Case, Change, Choice, Item, ItemSet, Part, Practice, Quiz, Workshop

__all__ = [
    "ADAPTERS",
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
    "Workshop",
    "load_teaching",
]
