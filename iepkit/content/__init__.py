"""The content: typed models, loading, checking and translation. Imports no other room of iepkit."""

from .desk import ADAPTERS
from .errors import ContentError, Problem, nearest
from .loading import Content, load, messages
from .models import Claim, Ending, Letter, Option, Outcome, Question, Resource, Row, Step, Tree, Variant
from .places import where
from .wording import lint

__all__ = [
    "ADAPTERS",
    "Claim",
    "Content",
    "ContentError",
    "Ending",
    "Letter",
    "Option",
    "Outcome",
    "Problem",
    "Question",
    "Resource",
    "Row",
    "Step",
    "Tree",
    "Variant",
    "lint",
    "load",
    "messages",
    "nearest",
    "where",
]
