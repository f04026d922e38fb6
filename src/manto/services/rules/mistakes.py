"""What the author of a rule did wrong, told with the place, a caret and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from manto.kernel.errors import BadInput


@dataclass(frozen=True)
class Place:
    """Where in a file something stands.

    Attributes:
        file: As it was named to the reader.
        line: Counted from 1.
        column: Counted from 1, in characters.
        width: How many characters the caret runs under.
        text: The whole line.

    """

    file: str
    line: int
    column: int
    width: int
    text: str


class ExpressionMistake(BadInput):
    """An expression cannot be read; ``start`` and ``end`` are characters of its text."""

    def __init__(self, what: str, next_step: str = "", *, start: int = 0, end: int = 0) -> None:
        super().__init__(what, next_step)
        self.start = start
        self.end = max(end, start + 1)


class RuleMistake(BadInput):
    """Something in a service's file cannot be, at one place."""

    def __init__(self, what: str, next_step: str, place: Place) -> None:
        super().__init__(what, next_step)
        self.place = place

    def shown(self) -> str:
        """Show the mistake as a compiler would: place, line, caret, and what to do next.

        >>> print(RuleMistake("There is no fact 'a'.", "Write b.", Place("s.yaml", 3, 9, 1, "  if: x(a)")).shown())
        s.yaml:3:9: There is no fact 'a'.
            3 |   if: x(a)
              |         ^
              Write b.
        """
        at = self.place
        lines = [f"{at.file}:{at.line}:{at.column}: {self.what}"]
        if at.text.strip():
            carets = "^" * max(1, min(at.width, len(at.text) - at.column + 1))
            lines += [f"{at.line:>5} | {at.text}", f"      | {' ' * (at.column - 1)}{carets}"]
        return "\n".join([*lines, *([f"      {self.next_step}"] if self.next_step else [])])


class RuleMistakes(BadInput):
    """All the mistakes of a file, in the order in which they stand there."""

    def __init__(self, mistakes: Iterable[RuleMistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda one: (one.place.file, one.place.line, one.place.column)))
        first = self.mistakes[0]
        more = f" And {len(self.mistakes) - 1} more." if len(self.mistakes) > 1 else ""
        where = f"{first.place.file}, line {first.place.line}: "
        super().__init__(where + first.what, first.next_step + more)

    def shown(self) -> str:
        """Show each, with an empty line between them."""
        return "\n\n".join(mistake.shown() for mistake in self.mistakes)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Say which known name was probably meant, or which there are.

    >>> did_you_mean("child.brith", ["child.birth", "child.citizenship"])
    "Did you mean 'child.birth'?"
    """
    known = sorted(set(known))
    near = get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean '{near[0]}'?"
    shown = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return f"Known are: {shown}." if known else "None is known."
