"""Goes through a model by its types: to its claims, to each text that people read, to each name of another thing."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from .models import Claim, Names, Translatable
from .reading import Key

M = TypeVar("M", bound=BaseModel)
Parts = list[tuple[Key, BaseModel]]
TERM = re.compile(r"\[([^\[\]]+)\]\(term:([^()\s]*)\)")


class _Fields(NamedTuple):
    """The fields of a kind of model by what they hold, each as (name, key in the file).

    ``models``: other models. ``lists``: those of them that have ids. ``texts``: what people read.
    ``names``: ids of other things, with the kind of these.
    """

    models: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str, str], ...]


@cache
def _fields(kind: type[BaseModel]) -> _Fields:
    hints = typing.get_type_hints(kind, include_extras=True)
    inside = {
        (name, field.alias or name): list(_parts_of_type(hints[name])) for name, field in kind.model_fields.items()
    }
    return _Fields(
        models=tuple(field for field, parts in inside.items() if any(map(_is_model, parts))),
        lists=tuple(field for field, parts in inside.items() if any(map(_is_list_by_id, parts))),
        texts=tuple(field for field, parts in inside.items() if any(isinstance(part, Translatable) for part in parts)),
        names=tuple(
            (*field, part.kind) for field, parts in inside.items() for part in parts if isinstance(part, Names)
        ),
    )


def _parts_of_type(annotation: Any) -> Iterator[Any]:
    """A type, and the types and marks of which it is made; not those of a dict's keys."""
    yield annotation
    inner = typing.get_args(annotation)
    for part in inner[1:] if typing.get_origin(annotation) is dict else inner:
        yield from _parts_of_type(part)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_list_by_id(annotation: Any) -> bool:
    if typing.get_origin(annotation) is not tuple:
        return False
    item = typing.get_args(annotation)[0]
    return _is_model(item) and "id" in item.model_fields


def models(thing: Any) -> Parts:
    """Each model in a model or a list, itself included, with the path that leads to it in its file."""
    found: Parts = []
    waiting: list[tuple[Key, Any]] = [((), thing)]
    while waiting:
        path, here = waiting.pop()
        if isinstance(here, BaseModel):
            found.append((path, here))
            waiting += [((*path, key), getattr(here, name)) for name, key in _fields(type(here)).models]
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
        for name, key in _fields(type(model)).texts:
            yield from _strings(getattr(model, name), (*path, key))


def names_of(parts: Parts) -> Iterator[tuple[Key, str, str]]:
    """Each name of another thing in the models themselves: the path that leads to it, the kind of thing, its id."""
    for path, model in parts:
        for name, key, kind in _fields(type(model)).names:
            value = getattr(model, name)
            if isinstance(value, str):
                yield (*path, key), kind, value
            elif value:
                for index, item in enumerate(value):
                    yield (*path, key, index), kind, item


def lists_of(parts: Parts) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    """Each list of things with ids in the models themselves, with the path that leads to it."""
    for path, model in parts:
        for name, key in _fields(type(model)).lists:
            yield (*path, key), getattr(model, name)


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
        for name, _ in _fields(type(thing)).models:
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
    texts = {name for name, _ in _fields(type(model)).texts}
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
