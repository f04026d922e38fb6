"""The purposes for which the city asks consent. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from manto.city.address import in_the_form
from manto.kernel.errors import UnknownName
from manto.residents.catalogue import Catalogue, Words


@dataclass(frozen=True)
class Purpose:
    """What the city would do, why, and with which facts; agreed to in one version.

    Attributes:
        only_with: The setting without which nobody is asked; empty when every city does it.

    """

    id: str
    version: int
    title: Words
    what: Words
    why: Words
    facts: tuple[str, ...]
    only_with: str = ""


class Purposes:
    """All purposes, in the order in which they are shown."""

    def __init__(self, purposes: Mapping[str, Purpose]) -> None:
        self._purposes = dict(purposes)

    def __getitem__(self, purpose: str) -> Purpose:
        """Give a purpose.

        Raises:
            UnknownName: There is none of that name; offers the nearest.

        """
        if purpose not in self._purposes:
            raise UnknownName("purpose", purpose, self._purposes)
        return self._purposes[purpose]

    def __iter__(self) -> Any:
        return iter(self._purposes.values())

    @classmethod
    def read(cls, document: Mapping[str, Any], catalogue: Catalogue) -> Purposes:
        """Read the purposes, each fact checked against the catalogue and each fact's purpose against these.

        Raises:
            UnknownName: A fact or a purpose that is not there.

        """
        purposes = cls(
            {
                name: Purpose(
                    name,
                    entry["version"],
                    entry["title"],
                    entry["what"],
                    entry["why"],
                    tuple(catalogue[fact].name for fact in entry["facts"]),
                    entry.get("only_with", ""),
                )
                for name, entry in in_the_form(document).items()
            }
        )
        for kind in catalogue:
            if kind.purpose is not None and kind.name not in purposes[kind.purpose].facts:
                raise UnknownName(f"fact under the purpose {kind.purpose}", kind.name, purposes[kind.purpose].facts)
        return purposes
