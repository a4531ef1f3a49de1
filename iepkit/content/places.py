"""Where the content, the notebooks and other data of the project are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def where(name: str) -> Path:
    """The folder ``name`` (``data`` or ``notebooks``): in the installed package, else in the checkout.

    Raises FileNotFoundError when neither has it.
    """
    places = (_PACKAGE / f"_{name}", _PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    tried = " or ".join(map(str, places))
    raise FileNotFoundError(f"the folder {name!r} is not at {tried}: install iepkit again, or run it from its checkout")
