"""Comparing two versions of a journey, change by change, so that a proposal can be read and judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from manto.services.journeys.document import Document

Kind = Literal["added", "removed", "moved", "changed"]


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        step: The step that it is about; empty for the journey itself.
        field: The field that it is about; empty for the step itself.
        key: Which part of it changed; empty when all of it was added, removed or moved.
        before: As JSON, or its place in its list when it moved; None where there was nothing.
        after: As JSON, or its place; None where there is nothing any more.

    """

    kind: Kind
    step: str
    field: str
    key: str
    before: Any
    after: Any

    @property
    def path(self) -> str:
        """Say where, as ``income/isee/label``."""
        return "/".join(part for part in (self.step, self.field, self.key) if part)


def changes(before: Document, after: Document) -> list[Change]:
    """List what differs between two journeys, in the order of the newer one; the version's number is no change."""
    return [
        *_parts(before, after, "", "", without=("version", "steps")),
        *_steps(before["steps"], after["steps"]),
    ]


def _steps(before: list[Any], after: list[Any]) -> Iterator[Change]:
    old, new = _by_id(before), _by_id(after)
    for name, was, now in _pairs(old, new):
        yield from _whole(name, "", was, now, old, new)
        if was is not None and now is not None:
            yield from _parts(was, now, name, "", without=("id", "fields"))
            yield from _fields(name, _by_id(was["fields"]), _by_id(now["fields"]))


def _fields(step: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for name, was, now in _pairs(old, new):
        yield from _whole(step, name, was, now, old, new)
        if was is not None and now is not None:
            yield from _parts(was, now, step, name, without=("id",))


def _by_id(listed: list[Any]) -> dict[str, Any]:
    return {one["id"]: one for one in listed}


def _pairs(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Walk over both lists: the newer one in its order, then what is gone."""
    for name in [*new, *(name for name in old if name not in new)]:
        yield name, old.get(name), new.get(name)


def _whole(step: str, field: str, was: Any, now: Any, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """Say whether a step or a field came, went, or stands elsewhere among those that stayed."""
    name = field or step
    if was is None:
        yield Change("added", step, field, "", None, now)
    elif now is None:
        yield Change("removed", step, field, "", was, None)
    elif name in _moved(old, new):
        yield Change("moved", step, field, "", list(old).index(name) + 1, list(new).index(name) + 1)


def _moved(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    """Name the few that moved, rather than all that were passed."""
    stayed_old, stayed_new = [name for name in old if name in new], [name for name in new if name in old]
    blocks = SequenceMatcher(None, stayed_old, stayed_new, autojunk=False).get_matching_blocks()
    in_order = {name for block in blocks for name in stayed_old[block.a : block.a + block.size]}
    return set(stayed_old) - in_order


def _parts(
    before: dict[str, Any], after: dict[str, Any], step: str, field: str, *, without: tuple[str, ...]
) -> Iterator[Change]:
    for key in dict.fromkeys((*after, *before)):
        if key in without or before.get(key) == after.get(key):
            continue
        kind: Kind = "added" if key not in before else "removed" if key not in after else "changed"
        yield Change(kind, step, field, key, before.get(key), after.get(key))
