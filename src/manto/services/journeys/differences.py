"""Comparing two versions of a journey, change by change, so that a proposal can be read and judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from manto.services.journeys.document import Document

Kind = Literal["added", "removed", "moved", "changed"]


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        path: What changed: a step, a field of a step, or a text, as ``income/isee/label``.
        before: As JSON; None where there was nothing.
        after: As JSON; None where there is nothing any more.

    """

    kind: Kind
    path: str
    before: Any
    after: Any


def changes(before: Document, after: Document) -> list[Change]:
    """List what differs between two journeys, in the order of the newer one; the version's number is no change."""
    found = list(_plain(before, after, "", without=("version", "steps")))
    return found + list(_listed(before["steps"], after["steps"], "", inner="fields"))


def _listed(before: list[Any], after: list[Any], path: str, *, inner: str = "") -> Iterator[Change]:
    old, new = {one["id"]: one for one in before}, {one["id"]: one for one in after}
    stayed_old = [name for name in old if name in new]
    stayed_new = [name for name in new if name in old]
    for name, one in new.items():
        here = f"{path}{name}"
        if name not in old:
            yield Change("added", here, None, one)
            continue
        if stayed_old.index(name) != stayed_new.index(name):
            yield Change("moved", here, stayed_old.index(name), stayed_new.index(name))
        yield from _plain(old[name], one, f"{here}/", without=("id", inner))
        if inner:
            yield from _listed(old[name][inner], one[inner], f"{here}/")
    for name, one in old.items():
        if name not in new:
            yield Change("removed", f"{path}{name}", one, None)


def _plain(before: dict[str, Any], after: dict[str, Any], path: str, *, without: tuple[str, ...]) -> Iterator[Change]:
    for key in dict.fromkeys((*after, *before)):
        if key in without or before.get(key) == after.get(key):
            continue
        kind: Kind = "added" if key not in before else "removed" if key not in after else "changed"
        yield Change(kind, f"{path}{key}", before.get(key), after.get(key))
