"""Goes through a model by its types: to its claims, and to each text that people read."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from .models import Claim, Translatable
from .reading import Key

M = TypeVar("M", bound=BaseModel)


@cache
def _text_fields(kind: type[BaseModel]) -> frozenset[str]:
    hints = typing.get_type_hints(kind, include_extras=True)
    return frozenset(name for name in kind.model_fields if _holds_text(hints[name]))


def _holds_text(annotation: Any) -> bool:
    marks = getattr(annotation, "__metadata__", ())
    if any(mark is Translatable or isinstance(mark, Translatable) for mark in marks):
        return True
    inner = typing.get_args(annotation)
    if typing.get_origin(annotation) is dict:
        inner = inner[1:]
    return any(_holds_text(part) for part in inner if not isinstance(part, str))


def claims(thing: Any, path: Key = ()) -> Iterator[tuple[Key, Claim]]:
    """Each claim in a model, a list or a dict, with the path that leads to it."""
    if isinstance(thing, Claim):
        yield path, thing
    if isinstance(thing, BaseModel):
        for name, field in type(thing).model_fields.items():
            yield from claims(getattr(thing, name), (*path, field.alias or name))
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from claims(value, (*path, key))
    elif isinstance(thing, tuple | list):
        for index, value in enumerate(thing):
            yield from claims(value, (*path, index))


def retell(model: M, context: str, say: Callable[[str, str], str]) -> M:
    """A copy of the model in which each text is ``say(context, text)``.

    The context is the id path: ids where things have them, else the key and the place in the list.
    """
    changed: dict[str, Any] = {}
    texts = _text_fields(type(model))
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name not in model.model_fields_set:
            continue  # a copy of what was not given would count as given
        if value is not None and (name in texts or not isinstance(value, str)):
            changed[name] = _retell(value, f"{context}/{name}", say, is_text=name in texts)
    return model.model_copy(update=changed)


def _retell(value: Any, context: str, say: Callable[[str, str], str], *, is_text: bool) -> Any:
    if isinstance(value, str):
        return say(context, value) if is_text else value
    if isinstance(value, BaseModel):
        return retell(value, context, say)
    if isinstance(value, dict):
        return {key: _retell(item, f"{context}/{key}", say, is_text=is_text) for key, item in value.items()}
    if isinstance(value, tuple):
        parent = context.rpartition("/")[0]
        return tuple(
            _retell(item, f"{parent}/{item.id}" if hasattr(item, "id") else f"{context}/{index}", say, is_text=is_text)
            for index, item in enumerate(value)
        )
    return value
