"""Between which two whole numbers an expression lies, whatever the facts are, so that no sum can overflow."""

from __future__ import annotations

from collections.abc import Callable

from manto.services.rules.language import LARGEST
from manto.services.rules.tree import (
    Arithmetic,
    Choose,
    Constant,
    Divided,
    FactOf,
    Household,
    Kind,
    Node,
    Otherwise,
    Parameter,
    walk,
)

HOUSEHOLD_MAX = 100  # members; see the catalogue's household.size
END = 2**62  # one bit below what SQLite, PostgreSQL and Polars hold, so that rounding has room too
Bounds = tuple[int, int]


def checked_bounds(node: Node, wrong: Callable[[str, str], Exception]) -> None:
    """Refuse an expression in which a number could leave 64 bits.

    Args:
        node: An expression, its parameters not yet filled in.
        wrong: Makes the refusal from what and what next.

    """
    for part in walk(node):
        if part.kind in (Kind.NUMBER, Kind.MONEY) and isinstance(part, Arithmetic | Divided | Household | Constant):
            low, high = bounds(part)
            if low <= -END or high >= END:
                raise wrong("This number could grow beyond what a database holds.", "Multiply by less.")


def bounds(node: Node) -> Bounds:
    """Give the least and the most that a number can be.

    >>> bounds(Arithmetic("*", Constant(3, Kind.NUMBER), FactOf("n", Kind.NUMBER, low=-1, high=40), Kind.NUMBER))
    (-3, 120)
    """
    match node:
        case Constant():
            return (int(node.value), int(node.value)) if isinstance(node.value, int) else (0, 0)
        case FactOf() | Parameter():
            return node.low, node.high
        case Arithmetic():
            return _arithmetic(node)
        case Divided():
            low, high = bounds(node.item)
            return low, high
        case Choose():
            return _joined(bounds(node.then), bounds(node.otherwise))
        case Otherwise():
            return _joined(bounds(node.item), bounds(node.default))
        case Household() if node.function == "count":
            return 0, HOUSEHOLD_MAX
        case Household() if node.value is not None:
            low, high = _joined(bounds(node.value), (0, 0))
            return HOUSEHOLD_MAX * low, HOUSEHOLD_MAX * high
    return -LARGEST, LARGEST


def _arithmetic(node: Arithmetic) -> Bounds:
    (a, b), (c, d) = bounds(node.left), bounds(node.right)
    if node.op == "+":
        return a + c, b + d
    if node.op == "-":
        return a - d, b - c
    products = (a * c, a * d, b * c, b * d)
    return min(products), max(products)


def _joined(one: Bounds, other: Bounds) -> Bounds:
    return min(one[0], other[0]), max(one[1], other[1])
