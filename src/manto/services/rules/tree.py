"""What an expression is once it has been read: a tree whose every leaf has a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

Scalar = bool | int | str | date


class Kind(StrEnum):
    """What sort of value an expression gives."""

    YESNO = "a yes or no"
    NUMBER = "a number"
    MONEY = "an amount of money"
    DAY = "a day"
    TEXT = "a text"


class Absent(StrEnum):
    """Two ways in which a value is absent although everything is known; unknown is neither."""

    NONE = "none"
    NOT_APPLICABLE = "not applicable"


MEMBERS = ("household", "others", "children", "partners", "parents", "siblings", "relatives")
RELATION_OF = {
    "children": "child",
    "partners": "partner",
    "parents": "parent",
    "siblings": "sibling",
    "relatives": "relative",
}


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is written down."""

    value: Scalar
    kind: Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of values that are written down."""

    values: tuple[Scalar, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value that the law may change from one day to the next; ``many`` makes it a set."""

    name: str
    kind: Kind
    many: bool
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which is decided."""

    kind: Kind = Kind.DAY


@dataclass(frozen=True, slots=True)
class FactOf:
    """A fact of the one decided about, or of a member of the household.

    Attributes:
        member: Whether it is the member's that a quantifier is at.
        absent: Whether it may be none.
        applies: When it applies at all; always when none is given.
        low: The least it can be, for numbers.
        high: The most it can be, for numbers.

    """

    name: str
    kind: Kind
    member: bool = False
    absent: bool = False
    applies: Node | None = None
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Whole years, months or days between a day and today, or the year of a day."""

    unit: str  # age | months | days_since | days_until | year | month
    of: Node
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Compare:
    """One of ``< <= == != >= >``."""

    op: str
    left: Node
    right: Node
    kind: Kind = Kind.YESNO


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether a value is in a set."""

    item: Node
    among: Choice | Parameter
    kind: Kind = Kind.YESNO


@dataclass(frozen=True, slots=True)
class And:
    """No when one part is no, yes when all are yes, else unknown."""

    parts: tuple[Node, ...]
    kind: Kind = Kind.YESNO


@dataclass(frozen=True, slots=True)
class Or:
    """Yes when one part is yes, no when all are no, else unknown."""

    parts: tuple[Node, ...]
    kind: Kind = Kind.YESNO


@dataclass(frozen=True, slots=True)
class Not:
    """The other way round; unknown stays unknown."""

    part: Node
    kind: Kind = Kind.YESNO


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``+``, ``-`` or ``*`` over whole numbers."""

    op: str
    left: Node
    right: Node
    kind: Kind


@dataclass(frozen=True, slots=True)
class Divided:
    """A whole number divided by a fixed one, rounded to the nearest, halves away from zero."""

    item: Node
    by: Node
    kind: Kind


@dataclass(frozen=True, slots=True)
class Choose:
    """One value if a condition is yes, another if it is no, unknown if that is unknown."""

    condition: Node
    then: Node
    otherwise: Node
    kind: Kind


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A value that may be absent, and what counts in its place when it is."""

    item: FactOf | Household
    default: Node
    kind: Kind


@dataclass(frozen=True, slots=True)
class IsNone:
    """Whether it is known that there is none."""

    item: FactOf | Household
    kind: Kind = Kind.YESNO


@dataclass(frozen=True, slots=True)
class Applies:
    """Whether a fact applies to somebody at all."""

    item: FactOf
    kind: Kind = Kind.YESNO


@dataclass(frozen=True, slots=True)
class Household:
    """Something said of several members of the household at once.

    Attributes:
        function: any, all, count, sum, oldest or youngest.
        members: Which of them, by a name of ``MEMBERS``.
        test: What any and all say of each member; who counts for the other functions.
        value: What sum adds up (0 for who does not count), and of which day the oldest or youngest is taken.

    """

    function: str
    members: str
    test: Node
    value: Node | None
    kind: Kind


Node = (
    Constant | Choice | Parameter | Today | FactOf | Span | Compare | OneOf | And | Or | Not | Arithmetic | Divided
    | Choose | Otherwise | IsNone | Applies | Household
)  # fmt: skip

YES, NO = Constant(True, Kind.YESNO), Constant(False, Kind.YESNO)


def parts_of(node: Node) -> Iterator[Node]:
    """Give what a node is made of, one level down."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple):
            yield from (part for part in value if hasattr(part, "kind"))
        elif hasattr(value, "kind") and not isinstance(value, Kind):
            yield value


def walk(node: Node) -> Iterator[Node]:
    """Give a node and everything below it."""
    yield node
    for part in parts_of(node):
        yield from walk(part)


def facts_in(node: Node) -> frozenset[tuple[str, bool]]:
    """Name the facts that an expression reads, each with whether it is a household member's."""
    return frozenset((part.name, part.member) for part in walk(node) if isinstance(part, FactOf))


def is_fixed(node: Node) -> bool:
    """Say whether an expression depends on no fact, only on the day and the parameters."""
    return not any(isinstance(part, FactOf | Household) for part in walk(node))


def may_be_absent(node: Node) -> bool:
    """Say whether an expression may have no value although everything is known."""
    if isinstance(node, FactOf):
        return node.absent or node.applies is not None
    return isinstance(node, Household) and node.function in ("oldest", "youngest")


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """Give a node with each of its parts changed, one level down."""
    changed: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple) and not isinstance(node, Choice):
            changed[field.name] = tuple(change(part) for part in value)
        elif hasattr(value, "kind") and not isinstance(value, Kind):
            changed[field.name] = change(value)
    whole: Any = node
    result: Node = replace(whole, **changed) if changed else node
    return result


def of_member(node: Node) -> Node:
    """Say of a household's member what is said of the one decided about."""
    if isinstance(node, FactOf):
        node = replace(node, member=True)
    return rebuilt(node, of_member)
