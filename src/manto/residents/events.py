"""What happens in this room that others may want to know. The subject is the resident's id; values are never told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from manto.kernel.events import Event


@dataclass(frozen=True)
class ResidentRegistered(Event):
    """Somebody is known to the city."""

    name: ClassVar[str] = "residents.resident_registered"


@dataclass(frozen=True)
class FactChanged(Event):
    """A fact was recorded, corrected or ended."""

    name: ClassVar[str] = "residents.fact_changed"
    fact: str


@dataclass(frozen=True)
class FactContested(Event):
    """A resident says that a fact is wrong."""

    name: ClassVar[str] = "residents.fact_contested"
    fact: str


@dataclass(frozen=True)
class ContestDecided(Event):
    """A registrar decided on a contest."""

    name: ClassVar[str] = "residents.contest_decided"
    fact: str


@dataclass(frozen=True)
class ConsentGranted(Event):
    """A resident agreed to a purpose."""

    name: ClassVar[str] = "residents.consent_granted"
    purpose: str


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    """A resident no longer agrees to a purpose: whoever acted on it stops and forgets."""

    name: ClassVar[str] = "residents.consent_withdrawn"
    purpose: str
