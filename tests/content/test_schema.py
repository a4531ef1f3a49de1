"""The published JSON Schema: it takes our files, and it refuses what the loader refuses."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from iepkit.cli import main
from iepkit.cli.printing import ADAPTERS
from iepkit.content import where
from iepkit.content.models import Interface
from iepkit.content.reading import read
from iepkit.teaching import TeachingWords

DATA = where("data")
KINDS = {"trees": "tree", "letters": "letter", "workshops": "workshop"}
FILES = sorted(path for path in DATA.rglob("*.yaml"))


def kind_of(path: Path, folder: Path = DATA) -> str:
    return path.stem if path.parent == folder else KINDS[path.parent.name]


@pytest.fixture
def schemas(capsys) -> dict:
    assert main(["schema"]) == 0
    return json.loads(capsys.readouterr().out)


def test_there_is_a_schema_for_each_kind_of_file(schemas, capsys):
    assert set(schemas) == set(ADAPTERS) == {kind_of(path) for path in FILES}
    for kind, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert main(["schema", kind]) == 0
        assert json.loads(capsys.readouterr().out) == schema


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_our_files_fit_the_schema(path, schemas):
    document, _, problems = read(path, path.name)
    assert problems == []
    jsonschema.validate(document.data, schemas[kind_of(path)], cls=jsonschema.Draft202012Validator)


def maps_in(data, path=()):
    """The path of each mapping in the data."""
    if isinstance(data, dict):
        yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from maps_in(value, (*path, key))


ROOMS = (*Interface.model_fields, *TeachingWords.model_fields)
OPEN = {"groups", "topics", "when", *ROOMS}  # mappings whose keys are ids or names of words


@pytest.mark.parametrize("kind", sorted(ADAPTERS))
def test_an_unknown_key_is_refused_everywhere(kind, schemas, good):
    path = next(path for path in good.rglob("*.yaml") if kind_of(path, good) == kind)
    data = read(path, path.name)[0].data
    validator = jsonschema.Draft202012Validator(schemas[kind])
    assert validator.is_valid(data)
    for place in maps_in(data):
        spoiled = copy.deepcopy(data)
        here = spoiled
        for key in place:
            here = here[key]
        here["Colour!"] = "red"
        if not OPEN & set(place[-1:]):
            assert not validator.is_valid(spoiled), place
        with pytest.raises(ValueError, match="Colour!"):
            ADAPTERS[kind].validate_python(spoiled)


def test_a_key_has_one_name_only(good, schemas):
    """What the loader takes, the schema takes too: else an editor marks what is right."""
    data = read(good / "comparison.yaml", "comparison.yaml")[0].data
    data["rows"][0]["plan_504"] = data["rows"][0].pop("504")
    assert not jsonschema.Draft202012Validator(schemas["comparison"]).is_valid(data)
    with pytest.raises(ValueError, match="plan_504"):
        ADAPTERS["comparison"].validate_python(data)
