"""Goes through a model by its types: to its claims, and to each text that people read."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from .models import Claim, Translatable
from .reading import Key

M = TypeVar("M", bound=BaseModel)
Parts = list[tuple[Key, BaseModel]]
TERM = re.compile(r"\[([^\[\]]+)\]\(term:([^()\s]*)\)")


@cache
def _fields(kind: type[BaseModel]) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """The fields of a model that hold other models, and those that hold texts: (name, key in the file)."""
    hints = typing.get_type_hints(kind, include_extras=True)
    keys = {name: field.alias or name for name, field in kind.model_fields.items()}
    nested = tuple((name, key) for name, key in keys.items() if _holds(hints[name], _is_model))
    texts = tuple((name, key) for name, key in keys.items() if _holds(hints[name], _is_text))
    return nested, texts


def _holds(annotation: Any, is_it: Callable[[Any], bool]) -> bool:
    if is_it(annotation):
        return True
    inner = typing.get_args(annotation)
    if typing.get_origin(annotation) is dict:
        inner = inner[1:]
    return any(_holds(part, is_it) for part in inner if not isinstance(part, str))


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_text(annotation: Any) -> bool:
    return any(isinstance(mark, Translatable) for mark in getattr(annotation, "__metadata__", ()))


def models(thing: Any) -> Parts:
    """Each model in a model or a list, itself included, with the path that leads to it in its file."""
    found: Parts = []
    waiting: list[tuple[Key, Any]] = [((), thing)]
    while waiting:
        path, here = waiting.pop()
        if isinstance(here, BaseModel):
            found.append((path, here))
            waiting += [((*path, key), getattr(here, name)) for name, key in _fields(type(here))[0]]
        elif isinstance(here, tuple):
            waiting += [((*path, index), value) for index, value in enumerate(here)]
    return found


def claims(thing: Any) -> Iterator[tuple[Key, Claim]]:
    """Each claim in a model or a list, with the path that leads to it."""
    for path, model in models(thing):
        if isinstance(model, Claim):
            yield path, model


def texts(thing: Any) -> Iterator[tuple[Key, str]]:
    """Each text that people read in a model or a list, with the path that leads to it."""
    yield from texts_of(models(thing))


def texts_of(parts: Parts) -> Iterator[tuple[Key, str]]:
    """Each text that people read in the models themselves, with the path that leads to it."""
    for path, model in parts:
        for name, key in _fields(type(model))[1]:
            yield from _strings(getattr(model, name), (*path, key))


def _strings(value: Any, path: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, (*path, key))
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))


def by_id(thing: Any, place: str) -> Iterator[tuple[str, BaseModel]]:
    """Each model in a model, with its id path: ids where things have them, else the key and the place in the list."""
    if isinstance(thing, BaseModel):
        yield place, thing
        for name, _ in _fields(type(thing))[0]:
            yield from by_id(getattr(thing, name), f"{place}/{name}")
    elif isinstance(thing, tuple):
        parent = place.rpartition("/")[0]
        for index, value in enumerate(thing):
            yield from by_id(value, f"{parent}/{value.id}" if hasattr(value, "id") else f"{place}/{index}")


def terms_in(text: str) -> list[str]:
    """The ids of the glossary terms that a text marks.

    >>> terms_in("This is [special teaching](term:sdi) at no cost.")
    ['sdi']
    """
    return [name for _, name in TERM.findall(text)] if "](term:" in text else []


def unmarked(text: str) -> str:
    """The text without its glossary marks.

    >>> unmarked("This is [special teaching](term:sdi) at no cost.")
    'This is special teaching at no cost.'
    """
    return TERM.sub(r"\1", text) if "](term:" in text else text


def retell(model: M, context: str, say: Callable[[str, str], str]) -> M:
    """A copy of the model in which each text is ``say(context, text)``.

    The context is the id path: ids where things have them, else the key and the place in the list.
    """
    changed: dict[str, Any] = {}
    texts = {name for name, _ in _fields(type(model))[1]}
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
