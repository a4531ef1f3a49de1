"""What is taught with: practice cases, a knowledge check, workshops. Pages do not load it; presenters' tools do."""

from .answers import AnswersError, Given, read_answers
from .asking import Asked, asked, choices, end_id, headline
from .checks import walked
from .loading import ADAPTERS, Teaching, TeachingDesk, load_teaching
from .models import Case, Change, Choice, Item, ItemSet, Part, Practice, Quiz, Workshop
from .words import TeachingWords

__all__ = [
    "ADAPTERS",
    "AnswersError",
    "Asked",
    "Case",
    "Change",
    "Choice",
    "Given",
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
    "headline",
    "load_teaching",
    "read_answers",
    "walked",
]
