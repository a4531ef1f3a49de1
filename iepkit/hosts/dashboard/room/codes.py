"""Short codes that people read from a wall and type: a room's, and a device's in a check before and after."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Container

ALPHABET = "2345679BCDFGHJKMNPQRTVWXY"  # nothing that looks like something else, and no vowel to make a word with
LENGTH = 5  # 25 ** 5: ten million codes
_TAKEN_FOR = str.maketrans({"S": "5", "Z": "2", "8": "B"})


def new_code(taken: Container[str]) -> str:
    """A code by lot that is not ``taken``."""
    while (code := "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))) in taken:
        pass
    return code


def typed_code(text: str) -> str | None:
    """The code that somebody may have meant, in small letters or with spaces; None when it can't be one.

    >>> typed_code(" b4 k7-s ")
    'B4K75'
    >>> typed_code("hello") is None
    True
    """
    plain = unicodedata.normalize("NFKC", text[:40]).upper()
    code = "".join(each for each in plain if each not in " -_.").translate(_TAKEN_FOR)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
