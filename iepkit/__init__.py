"""iepkit explains and compares two paths of support: the IEP (IDEA) and the 504 plan (Section 504).

>>> import iepkit
>>> kit = iepkit.load()
>>> kit.walk("which-plan", {}).path
()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .content import ContentError

if TYPE_CHECKING:
    from .kit import Kit

__version__ = "0.1.0"
__all__ = ["ContentError", "__version__", "load"]


def load(folder: str | None = None, language: str | None = None) -> Kit:
    """Open the content in ``folder`` (by default iepkit's own) in a language (by default the page's).

    Raises ContentError with every problem of the content at once.
    """
    from .kit import Kit  # widgets only for those who ask for them

    return Kit.load(folder, language)
