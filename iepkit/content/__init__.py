"""The content: typed models, loading, checking and translation. Imports no other room of iepkit."""

from .claim_checks import check_claims
from .desk import ADAPTERS, Desk
from .errors import ContentError, Problem, nearest
from .list_checks import check_lists
from .loading import Content, content_of, load, messages
from .models import Claim, Ending, Letter, Option, Outcome, Question, Resource, Row, Step, Tree, Variant
from .places import where
from .reading import Document, Key
from .references import Known, check_references
from .shelf import Shelf
from .wording import Findings, lint

__all__ = [
    "ADAPTERS",
    "Claim",
    "Content",
    "ContentError",
    "Desk",
    "Document",
    "Ending",
    "Findings",
    "Key",
    "Known",
    "Letter",
    "Option",
    "Outcome",
    "Problem",
    "Question",
    "Resource",
    "Row",
    "Shelf",
    "Step",
    "Tree",
    "Variant",
    "check_claims",
    "check_lists",
    "check_references",
    "content_of",
    "lint",
    "load",
    "messages",
    "nearest",
    "where",
]
