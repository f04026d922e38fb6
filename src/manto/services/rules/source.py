"""A YAML file whose every value knows where it stands, so that a mistake can be shown at its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

import yaml

from manto.kernel.errors import BadInput
from manto.services.rules.mistakes import ExpressionMistake, Place, RuleMistake, RuleMistakes, did_you_mean

LENGTH_MAX = 200_000  # characters of one file
DEPTH_MAX = 30
_scalars = yaml.constructor.SafeConstructor()


@dataclass
class Source:
    """A file as it was read, and the mistakes found in it so far."""

    file: str
    text: str
    mistakes: list[RuleMistake] = field(default_factory=list)

    def place(self, line: int, column: int, width: int = 1) -> Place:
        """Describe a place; line and column are counted from 0."""
        lines = self.text.splitlines()
        return Place(self.file, line + 1, column + 1, width, lines[line] if line < len(lines) else "")

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Keep a mistake and go on reading, so that an author sees all of them at once."""
        try:
            yield
        except RuleMistake as mistake:
            self.mistakes.append(mistake)
        except RuleMistakes as several:
            self.mistakes.extend(several.mistakes)

    def settle(self) -> None:
        """Refuse the file if anything is wrong with it.

        Raises:
            RuleMistakes: All of it.

        """
        if self.mistakes:
            raise RuleMistakes(self.mistakes)


class Entry:
    """One value of a file: a text, a list, or keys with values."""

    def __init__(self, source: Source, node: Any, key: Any = None) -> None:
        self.source = source
        self.node = node
        self.key = key

    def mistake(self, what: str, next_step: str = "", *, at_key: bool = False) -> RuleMistake:
        """Make a mistake that points here."""
        mark, end = self.node.start_mark, self.node.end_mark
        if at_key and self.key is not None:
            mark, end = self.key.start_mark, self.key.end_mark
        width = end.column - mark.column if end.line == mark.line else 1
        return RuleMistake(what, next_step, self.source.place(mark.line, mark.column, max(1, width)))

    def inside(self, wrong: ExpressionMistake) -> RuleMistake:
        """Make a mistake of an expression point to its characters in the file, however the text is quoted or folded."""
        start = _position(self.source.text, self.node, wrong.start)
        before = self.source.text[:start]
        column = start - (before.rfind("\n") + 1)
        place = self.source.place(before.count("\n"), column, wrong.end - wrong.start)
        return RuleMistake(wrong.what, wrong.next_step, place)

    def keys(self, known: Collection[str] | None = None, *, needed: Collection[str] = ()) -> dict[str, Entry]:
        """Read keys and values.

        Args:
            known: The keys that may be there; any when none are given.
            needed: The keys that must be there.

        Raises:
            RuleMistake: This is no mapping, or a key is missing; unknown keys are kept as mistakes.

        """
        if not isinstance(self.node, yaml.MappingNode):
            raise self.mistake("Here keys and values are needed.", "Write 'key: value' lines, or {key: value}.")
        entries: dict[str, Entry] = {}
        unknown: dict[str, RuleMistake] = {}
        for key, value in self.node.value:
            entry = Entry(self.source, value, key)
            with self.source.going_on():
                if not isinstance(key, yaml.ScalarNode):
                    raise entry.mistake("A key must be a plain word.", "", at_key=True)
                if key.value in entries:
                    raise entry.mistake(f"The key '{key.value}' stands here twice.", "Keep one of them.", at_key=True)
                if known is not None and key.value not in known:
                    hint = did_you_mean(key.value, known)
                    unknown[key.value] = entry.mistake(f"There is no key '{key.value}' here.", hint, at_key=True)
                    continue
                entries[key.value] = entry
        self.source.mistakes.extend(unknown.values())
        for name in needed:
            if name not in entries and not get_close_matches(name, unknown, n=1):
                raise self.mistake(f"The key '{name}' is missing here.", f"Add '{name}:'.", at_key=True)
            if name not in entries:  # its misspelling has been told
                raise RuleMistakes([self.source.mistakes.pop()])
        return entries

    def list(self) -> list[Entry]:
        """Read a list.

        Raises:
            RuleMistake: This is none.

        """
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.mistake("Here a list is needed.", "Write [one, two], or lines that begin with '- '.")
        return [Entry(self.source, value) for value in self.node.value]

    @property
    def is_text(self) -> bool:
        """Whether this is a single value."""
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_keys(self) -> bool:
        """Whether this is keys with values."""
        return isinstance(self.node, yaml.MappingNode)

    def text(self, *, among: Collection[str] | None = None) -> str:
        """Read a text as it is written, whatever YAML would make of it: ``no`` stays 'no'.

        Raises:
            RuleMistake: It is empty, no single value, or not among those allowed.

        """
        if not self.is_text or not self.node.value.strip():
            raise self.mistake("Here a text is needed.", "Write a word or a sentence.")
        text: str = self.node.value
        if among is not None and text not in among:
            raise self.mistake(f"'{text}' is not possible here.", did_you_mean(text, among))
        return text

    def words(self, languages: Collection[str] = ("it", "en")) -> dict[str, str]:
        """Read a sentence in every language.

        Raises:
            RuleMistake: A language is missing.

        """
        entries = self.keys()
        missing = [language for language in languages if language not in entries]
        if missing:
            raise self.mistake(f"This sentence is missing in: {', '.join(missing)}.", "Write it beside the others.")
        return {language: entry.text() for language, entry in entries.items()}

    def day(self) -> date:
        """Read a day.

        Raises:
            RuleMistake: It is none.

        """
        return as_day(self, self.text())

    def whole(self, low: int, high: int) -> int:
        """Read a whole number within bounds.

        Raises:
            RuleMistake: It is none, or out of them.

        """
        value = self.value()
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.mistake(f"Here a whole number from {low:,} to {high:,} is needed.", "")
        return value

    def value(self) -> Any:
        """Read a single value as YAML understands it: a number, a day, true or false, else a text."""
        if not self.is_text:
            raise self.mistake("Here a single value is needed.", "")
        try:
            return _scalars.construct_object(self.node)
        except (ValueError, yaml.YAMLError):
            return self.node.value

    def plain(self, depth: int = 0) -> Any:
        """Give this and all below as plain lists, keys and values; keys are texts."""
        if depth > DEPTH_MAX:
            raise self.mistake("This is nested too deeply.", f"At most {DEPTH_MAX} levels.")
        if self.is_keys:
            return {key: entry.plain(depth + 1) for key, entry in self.keys().items()}
        if isinstance(self.node, yaml.SequenceNode):
            return [entry.plain(depth + 1) for entry in self.list()]
        return self.value()


def as_day(entry: Entry, text: str) -> date:
    """Read a text as a day.

    Raises:
        RuleMistake: It is none.

    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise entry.mistake(f"'{text}' is not a day.", "Write it as YYYY-MM-DD.") from None


def read_source(text: str, file: str) -> Entry:
    """Read a YAML text.

    Raises:
        RuleMistakes: It is not YAML, too large, or uses anchors, which a reader of the file would have to follow.

    """
    source = Source(file, text)
    try:
        if len(text) > LENGTH_MAX:
            raise RuleMistake(f"The file is larger than {LENGTH_MAX:,} characters.", "Split it.", source.place(0, 0))
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent) and event.start_mark:
                place = source.place(event.start_mark.line, event.start_mark.column, len(event.anchor or "") + 1)
                raise RuleMistake("A '*' that stands for another part is not allowed.", "Write it out.", place)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except RuleMistake as mistake:
        raise RuleMistakes([mistake]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = source.place(mark.line, mark.column) if mark else source.place(0, 0)
        problem = str(getattr(error, "problem", None) or error).strip()
        wrong = RuleMistake(f"This is not YAML: {problem}.", "Look at quotes, colons and indentation here.", place)
        raise RuleMistakes([wrong]) from None
    except RecursionError:
        wrong = RuleMistake("This is nested too deeply.", f"At most {DEPTH_MAX} levels.", source.place(0, 0))
        raise RuleMistakes([wrong]) from None
    if node is None:
        raise RuleMistakes([RuleMistake("The file is empty.", "Write a service into it.", source.place(0, 0))])
    return Entry(source, node)


def _position(text: str, node: Any, offset: int) -> int:
    """Find the place in the file of a character of a value: the same count of characters that are not blank."""
    start: int = node.start_mark.index
    end: int = node.end_mark.index
    style = getattr(node, "style", None)
    if style in ("|", ">"):
        start = text.find("\n", start) + 1
    elif style in ("'", '"'):
        start += 1
    wanted = len(re.sub(r"\s", "", node.value[:offset]))
    seen = 0
    for place in range(start, end):
        if not text[place].isspace():
            if seen == wanted:
                return place
            seen += 1
    return max(start, end - 1)


def refuse(error: BadInput, entry: Entry) -> RuleMistake:
    """Turn a refusal from elsewhere into a mistake at its place."""
    return entry.mistake(error.what, error.next_step)
