"""The content: typed models, loading, checking and translation. Imports no other room of iepkit."""

from .errors import ContentError, Problem, nearest
from .loading import ADAPTERS, Content, load, messages
from .models import Claim, Ending, Letter, Option, Outcome, Question, Resource, Row, Step, Tree, Variant
from .places import where

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
    "load",
    "messages",
    "nearest",
    "where",
]
