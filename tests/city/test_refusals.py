"""Every refusal that a page can show is there in Italian, and says nothing of a sentence that is gone."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from tests.city.italian import markers_of_tu

from manto.city.refusals import BLANK, Refusals

SOURCE = Path(__file__).parents[2] / "src" / "manto"
ROOMS = ("city", "residents", "records", "services", "places", "assistant", "web", "ledger")
# Who reads these works at a command line, writes a city's files or a program, or is a machine: in English, as the docs.
FOR_OPERATORS = (
    "assistant/evaluation", "assistant/simulation.py", "assistant/conversation/evaluation.py",
    "assistant/conversation/phrasings.py", "assistant/adapters/mcp_server.py", "city/folder.py", "city/texts.py",
    "ledger/bodies", "ledger/bundle", "ledger/keys", "ledger/log", "ledger/map", "ledger/node", "ledger/paper",
    "ledger/programs", "ledger/sequencer", "ledger/state/block.py", "ledger/state/constitution.py",
    "ledger/state/draft.py", "ledger/state/endorsement.py", "ledger/state/heads.py", "ledger/state/replay.py",
    "ledger/state/rules.py", "ledger/statements", "ledger/witness",
    "places/categories.py", "places/importing", "places/live", "places/live_feeds.py", "places/made_up_feeds.py",
    "places/ogc.py", "places/walking", "places/gathering.py", "records/credentials", "records/demo.py",
    "records/founding.py", "records/hardware.py", "records/keys.py", "records/openid_views.py",
    "records/reading_types.py", "records/reference.py", "records/vault.py", "residents/catalogue.py",
    "residents/city_key.py", "residents/loading.py", "residents/personas.py", "residents/purposes.py",
    "residents/synthetic", "services/carrying_reports.py", "services/catalogue",
    "services/connectors/protocol.py", "services/education/catchments.py", "services/education/windows.py",
    "services/journeys/checking.py",
    "services/notices/templates.py", "services/reference.py", "services/reports/client.py",
    "services/reports/georeport.py", "services/reports/kinds.py", "services/rules", "web/environment.py",
)  # fmt: skip

UNKNOWN_NAME = {"There is no {1} '{2}'.", "Did you mean '{1}'?", "Known are: {1}."}
"""What the kernel says of a name that no catalogue holds."""


def shapes(node: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    """Give the sentences an argument can be, with {1}, {2} for what is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            number, text = 0, ""
            for part in parts:
                if isinstance(part, ast.Constant):
                    text += str(part.value)
                else:
                    number += 1
                    text += f"{{{number}}}"
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from shapes(one, constants)
            yield from shapes(other, constants)
        case ast.Name(id=name) if name in constants:
            yield constants[name]


@cache
def modules() -> dict[str, ast.Module]:
    """Read the program, module by module."""
    return {file.relative_to(SOURCE).as_posix(): ast.parse(file.read_text()) for file in SOURCE.rglob("*.py")}


@cache
def errors_known() -> set[str]:
    """Name the kernel's errors and whatever is made of them."""
    known, before = {"MantoError"}, 0
    classes = [node for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while len(known) != before:
        before = len(known)
        known |= {one.name for one in classes if any(ast.unparse(base).split(".")[-1] in known for base in one.bases)}
    return known


def raised(room: str) -> set[str]:
    """Give every sentence that a room's errors are made with, where a page may show it."""
    found: set[str] = set()
    for name, tree in modules().items():
        outside = any(name == one or name.startswith(f"{one}/") for one in FOR_OPERATORS)
        if outside or not name.startswith(f"{room}/") or name.endswith("programs.py"):
            continue
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            error = ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
            if error in errors_known():
                said = node.args[:1] if error == "UnknownName" else node.args[:2]
                found |= {shape for given in said for shape in shapes(given, constants)}
    return {shape for shape in found if any(letter.isalpha() for letter in BLANK.sub("", shape))}


def italian(room: str) -> dict[str, str]:
    """Read what a room says in Italian."""
    file = SOURCE / room / "refusals.it.yaml"
    return yaml.safe_load(file.read_text()) if file.is_file() else {}


@pytest.mark.parametrize("room", ROOMS)
def test_every_refusal_has_its_italian(room: str) -> None:
    """And none is left of what is not said any more."""
    english, known = raised(room), italian(room)
    if room == "city":
        english |= UNKNOWN_NAME

    assert set(known) == english


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_filled_in_is_the_same(room: str) -> None:
    """No Italian sentence fills in what the English one does not have."""
    for english, text in italian(room).items():
        assert text, english
        assert set(BLANK.findall(text)) <= set(BLANK.findall(english)), english


@pytest.mark.parametrize("room", ROOMS)
def test_a_refusal_addresses_nobody(room: str) -> None:
    """Neither tu nor Lei: what to do is an infinitive, so that one sentence serves every city."""
    assert {text: found for text in italian(room).values() if (found := markers_of_tu(text))} == {}


def test_the_closest_shape_is_meant() -> None:
    """A sentence fits the shape that has most of its words."""
    refusals = Refusals({"{1} is closed.": "{1} è chiuso.", "The office of {1} is closed.": "L'ufficio {1} è chiuso."})

    assert refusals.say("The office of Te is closed.") == "L'ufficio Te è chiuso."
    assert refusals.say("Palazzo Te (new) is closed.") == "Palazzo Te (new) è chiuso."
