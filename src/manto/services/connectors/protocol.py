"""What a connector of each kind must be able to do. Mobility has its own, with the places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Literal, Protocol

from manto.kernel.errors import BadInput, UnknownName

GROUP = "manto.connectors"
DueKind = Literal["vaccination", "screening"]


@dataclass(frozen=True)
class Due:
    """When something is due to somebody, and nothing of why; ``day`` is None where nothing is due any more.

    ``person`` is the name under which the city asked about her.
    """

    person: str
    kind: DueKind
    day: date | None


@dataclass(frozen=True)
class Closed:
    """Days without school; ``last`` is one of them."""

    first: date
    last: date
    text: Mapping[str, str]


class Health(Protocol):
    """A health authority."""

    def due(self, people: Sequence[str], today: date) -> Iterable[Due]:
        """Say what is due to people who agreed that it is asked.

        Raises:
            Unavailable: It cannot be had now.

        """
        ...


class Education(Protocol):
    """A school office."""

    def closed(self, today: date) -> Iterable[Closed]:
        """List the days without school.

        Raises:
            Unavailable: It cannot be had now.

        """
        ...


KINDS = ("health", "education")
Maker = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Configured:
    """A connector as a city's folder configures it."""

    id: str
    kind: Literal["health", "education"]
    connector: str
    title: Mapping[str, str]
    every_minutes: int
    answer_within_s: int
    settings: Mapping[str, Any]


def read_connectors(
    content: Any, *, file: str, languages: Sequence[str], folder: Path = Path()
) -> dict[str, Configured]:
    """Read which connectors a city uses; a file or folder in their settings lies in the city's folder.

    Raises:
        BadInput: Something is missing or wrong; names the file and the key.

    """
    found: dict[str, Configured] = {}
    try:
        for one in content:
            made = Configured(**{"every_minutes": 60, "answer_within_s": 30, **one, "settings": _laid_in(folder, one)})
            if made.kind not in KINDS:
                raise ValueError(f"'{made.id}' is of the kind '{made.kind}', and can be {', '.join(KINDS)}")
            if missing := [language for language in languages if not made.title.get(language)]:
                raise ValueError(f"'title' of '{made.id}' has no text in {', '.join(missing)}")
            if made.id in found or made.every_minutes < 1 or made.answer_within_s < 1:
                raise ValueError(f"'{made.id}' is there twice, or runs without rest")
            found[made.id] = made
    except (TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"{file} cannot be used: {error}.", "See docs/guide/connectors.md for its form.") from None
    return found


def _laid_in(folder: Path, one: Mapping[str, Any]) -> dict[str, Any]:
    settings = dict(one.get("settings", {}))
    return settings | {name: str(folder / settings[name]) for name in ("file", "folder") if name in settings}


def make_connector(configured: Configured) -> Any:
    """Make a connector from the package that brings it.

    Raises:
        UnknownName: No installed package has it; offers the nearest.

    """
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    if configured.connector not in found:
        raise UnknownName("connector", configured.connector, found)
    maker: Maker = found[configured.connector].load()
    return maker(configured.settings)
