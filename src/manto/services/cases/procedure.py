"""The state table of a service: which moves there are, and who may make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from manto.kernel.errors import BadInput, Conflict, UnknownName

Mover = Literal["resident", "officer", "machine"]
MOVERS = ("resident", "officer", "machine")
REFUSED = "refused"
ENDED = frozenset({"granted", "refused", "withdrawn"})
REASON_LENGTH_MIN = 10


@dataclass(frozen=True)
class State:
    """Where a case can stand: its words, and whose turn it is."""

    id: str
    turn: Literal["resident", "office", "nobody"]
    text: Mapping[str, str]


@dataclass(frozen=True)
class Move:
    """One move that a table allows.

    Attributes:
        reason: The mover must say why.
        law: And by which law.

    """

    origin: str
    to: str
    who: Mover
    reason: bool
    law: bool


@dataclass(frozen=True)
class Procedure:
    """A state table.

    Attributes:
        answer_within_days: From sending to the decision, by law 241/1990, article 2, or the service's own rule.

    """

    id: str
    answer_within_days: int
    moves: tuple[Move, ...]

    def move(self, origin: str, to: str, who: Mover, *, reason: str = "", law: str = "") -> Move:
        """Find the move that somebody wants to make.

        Raises:
            Conflict: The table does not allow it.
            BadInput: It needs a reason or a law, and has none.

        """
        for move in self.moves:
            if (move.origin, move.to, move.who) == (origin, to, who):
                if move.reason and len(reason.strip()) < REASON_LENGTH_MIN:
                    raise BadInput(
                        "This needs a reason.", f"Say why in {REASON_LENGTH_MIN} letters or more, as it will be read."
                    )
                if move.law and len(law.strip()) < 3:
                    raise BadInput("This needs its legal basis.", "Name the law or regulation and its article.")
                return move
        raise Conflict(
            f"A case that is '{origin}' cannot become '{to}' by the {who}.",
            "Reload the page: it may have moved meanwhile.",
        )

    def choices(self, origin: str, who: Mover) -> list[str]:
        """Name where somebody may move a case that stands somewhere."""
        return [move.to for move in self.moves if move.origin == origin and move.who == who]

    def due(self, sent_on: date) -> date:
        """Say by when the city must answer."""
        return sent_on + timedelta(days=self.answer_within_days)


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = yaml.load(
        files("manto.services.cases").joinpath("states.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return tables


@cache
def states() -> dict[str, State]:
    """Give the nine states."""
    return {name: State(name, entry["turn"], entry["text"]) for name, entry in _tables()["states"].items()}


@cache
def procedure(name: str) -> Procedure:
    """Give a state table by its name.

    Raises:
        UnknownName: There is none; offers the nearest.

    """
    known = _tables()["procedures"]
    if name not in known:
        raise UnknownName("procedure", name, known)
    return read_procedure(name, known[name])


def read_procedure(name: str, entry: Mapping[str, Any]) -> Procedure:
    """Read a state table.

    Raises:
        BadInput: A state or a mover that is none, or a machine that refuses.

    """
    moves = []
    for line in [*_tables()["moves"], *entry.get("also", ())]:
        origins = line["from"] if isinstance(line["from"], list) else [line["from"]]
        for origin in origins:
            moves.append(Move(origin, line["to"], line["who"], bool(line.get("reason")), bool(line.get("law"))))
    for move in moves:
        if {move.origin, move.to} - set(states()) or move.who not in MOVERS:
            raise BadInput(f"The table '{name}' has a move that cannot be: {move}.", "See cases/states.yaml.")
        if move.who == "machine" and move.to == REFUSED:
            raise BadInput(f"The table '{name}' lets a machine refuse.", "Only a person may: GDPR, article 22.")
    return Procedure(name, int(entry["answer_within_days"]), tuple(moves))
