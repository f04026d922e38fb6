"""There is one door to a resident's facts, and other rooms use it."""

import ast
import re
from pathlib import Path

import manto

SOURCE = Path(manto.__file__).parent
# Inside this room: who writes facts, who exports and erases all of them, who counts without reading, and the door itself.
MAY_TOUCH = {
    "commands/facts.py": "writes",
    "commands/from_records.py": "writes what a public record says",
    "commands/contests.py": "writes what is contested",
    "commands/consents.py": "asks for the birth, to know who may consent",
    "commands/own_word.py": "writes what a resident tells of herself",
    "held_here.py": "exports and erases",
    "loading.py": "writes",
    "queries/desk.py": "counts, and searches names for whom it then reads through the door",
    "queries/facts.py": "the door",
    "queries/population.py": "the door for a whole city, on the same conditions and with the same lines",
}


def test_no_other_room_touches_the_tables_of_this_one():
    """Rooms above come in through commands, queries and events; of the tables they may know who there is, not what."""
    others = [path for path in SOURCE.rglob("*.py") if "residents" not in path.parts and "migrations" not in path.parts]
    taken = {
        (str(path.relative_to(SOURCE)), alias.name)
        for path in others
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("manto.residents.models")
        for alias in node.names
    }

    assert sorted(one for one in taken if one[1] not in {"Account", "Resident", "Session", "Consent"}) == []


def test_inside_the_room_few_touch_facts():
    """A new place that reads facts past the door has to be argued for here."""
    room = SOURCE / "residents"
    touching = {
        str(path.relative_to(room))
        for path in room.rglob("*.py")
        if re.search(r"\bFact\.objects|\.facts\.|Fact\._meta", path.read_text()) and "models" not in path.parts
    }

    assert set(MAY_TOUCH) >= touching
