"""Taking over an old register from a CSV file, as it is: graded "unverified legacy" until somebody has checked each entry.

What is promised, by number:

1. Each line is entered or left, and a line that is left is in the report with its number and why, never with what it says.
   The reason is kept as it is raised, and said in the language of whoever reads it.
2. Every thousand lines are one filing and one signature of the agency over all of them; progress is written with it.
3. Running it again with the same file goes on where it stopped, with what was signed and not yet entered first; nothing is
   entered twice.
4. The city may be serving meanwhile: then the process that has the ledger enters what this one signs.
5. A line that the ledger refuses is found by halving, and does not take its neighbours along.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from jsonschema import Draft202012Validator, FormatChecker

from manto.kernel.errors import BadInput, Conflict, MantoError, NotFound, Unavailable
from manto.ledger.keys import Signer
from manto.ledger.state.endorsement import Endorsers
from manto.ledger.statements import batch_signatures, decode_cbor, envelope, parse_envelope, parse_statement
from manto.ledger.statements.cose import SIGNATURES_MAX
from manto.records import keys
from manto.records.commands.filings import SignedEntry, carry, lodge
from manto.records.drawing_up import Drawn, Entry, body_row, draw_up_first, entry_of
from manto.records.models import Body, Filing, ImportRun, OfficerKey, Record
from manto.records.record_type import RecordType
from manto.records.reference import types
from manto.records.signing import is_endorsed, roles_in
from manto.records.subjects import record_name, subject_of_fields
from manto.residents.refused import refusals
from manto.store.command import command
from manto.store.many_rows import insert_rows

CHUNK_LINES = 1000
LEFT_MAX = 10_000
LAW = "Taken over from the old register"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Line:
    """One line of the file: its number, and what is to be entered."""

    number: int
    entry: Entry


def import_register(file: Path, register: str, *, source: str, now: datetime, progress: Progress) -> Any:
    """Take over a register from a CSV file whose columns are the type's fields.

    Args:
        file: UTF-8, comma or semicolon, a header line. A list of owners is written "Name 1/2; Name 1/2". For an attached
            type, the fields that name what it is attached to are columns too.
        register: The type.
        source: Where the file comes from, in words.

    Returns:
        The run with its report.

    Raises:
        NotFound: There is no such file.
        BadInput: Its columns are not the type's.
    """
    if not file.is_file():
        raise NotFound(f"There is no file {file}.", "Give the path of a CSV file.")
    of = types()[register]
    total = _count_lines(file)
    run = _begin(register, _digest(file), source, total, now)
    _finish_what_waits(run, now)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        for chunk in _chunks(_lines(opened, of), run.lines_done):
            _take(run, of, chunk, now)
            progress(f"Taking over {of.plural['en'].lower()}", run.lines_done, total)
    return _end(run.id, settings.CLOCK.now())


def describe(run: Any, language: str) -> str:
    """Say in a sentence what became of a run, and in a language why lines were left."""
    reasons = reasons_of(run, language).items()
    told = [f"  {len(numbers):,} left: {why} (lines {_some(numbers)})" for why, numbers in reasons]
    return "\n".join([f"{run.taken:,} of {run.lines_done:,} lines entered as unverified legacy.", *told])


def reasons_of(run: Any, language: str) -> dict[str, list[int]]:
    """Say in a language why lines were left, each reason with the numbers of its lines."""
    say = refusals(language).say
    reasons: dict[str, list[int]] = {}
    for number, why in run.left:
        reasons.setdefault(say(why), []).append(number)
    return reasons


def _some(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:5])
    return f"{shown}, …" if len(numbers) > 5 else shown


def _lines(opened: Any, of: RecordType) -> Iterator[tuple[int, dict[str, str]]]:
    sample = opened.read(4096)
    opened.seek(0)
    rows = csv.DictReader(opened, delimiter=";" if sample.count(";") > sample.count(",") else ",")
    columns = set(rows.fieldnames or ())
    known = set(of.fields) | {name for parent in _parents(of) for name in parent.subject} | {"resident"}
    missing = set(of.schema.get("required", ())) - columns
    if missing or not columns <= known:
        odd = ", ".join(sorted(missing or columns - known))
        raise BadInput(
            f"The columns are not those of {of.id}: {odd} {'missing' if missing else 'unknown'}.",
            f"They are: {', '.join(of.fields)}.",
        )
    yield from enumerate(rows, start=2)


def _chunks(lines: Iterator[tuple[int, dict[str, str]]], skip: int) -> Iterator[list[tuple[int, dict[str, str]]]]:
    chunk: list[tuple[int, dict[str, str]]] = []
    for number, row in lines:
        if number - 1 <= skip:
            continue
        chunk.append((number, row))
        if len(chunk) == CHUNK_LINES:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _take(run: Any, of: RecordType, chunk: Sequence[tuple[int, dict[str, str]]], now: datetime) -> None:
    """Enter what can be entered of some lines, and note the rest (1)."""
    left: list[tuple[int, str]] = []
    validator = Draft202012Validator(of.schema, format_checker=FormatChecker())
    lines: dict[str, Line] = {}
    for number, row in chunk:
        try:
            entry = _well_written(of, row, validator)
            if entry.record in lines:
                raise BadInput("The same thing stands twice in the file.")
        except BadInput as wrong:
            left.append((number, wrong.what))
        else:
            lines[entry.record] = Line(number, entry)
    already = Conflict("It is in the register already.")
    there = set(Record.objects.filter(name__in=list(lines)).values_list("name", flat=True))
    left += [(lines.pop(name).number, already.what) for name in there]
    _enter(run, list(lines.values()), left, len(chunk), now)


def _enter(run: Any, lines: list[Line], left: list[tuple[int, str]], count: int, now: datetime) -> None:
    """File lines together (2); where the ledger refuses, by halves (5)."""
    filing = _lodge(run, lines, left, count, now)
    if filing is not None:
        _carry(run, filing, lines, now)


def _carry(run: Any, filing: UUID, lines: list[Line], now: datetime) -> None:
    try:
        carry(filing)
    except Unavailable:  # it is written down, and entered when the import is run again
        raise
    except MantoError as refused:
        _undo(run, filing)
        if len(lines) == 1:
            return _note(run, [(lines[0].number, refused.what)])
        middle = len(lines) // 2
        _enter(run, lines[:middle], [], 0, now)
        _enter(run, lines[middle:], [], 0, now)
    return None


def _finish_what_waits(run: Any, now: datetime) -> None:
    """Enter what was signed when an earlier run of the same file was cut off (3)."""
    for filing in Filing.objects.filter(state="ready").order_by("made_at"):
        follows = [plan["follows"] for plan in filing.plan]
        if all(one.get("import") == str(run.id) for one in follows):
            entries = [entry_of(decode_cbor(bytes.fromhex(plan["entry"]))) for plan in filing.plan]
            lines = [Line(int(one["line"]), entry) for one, entry in zip(follows, entries, strict=True)]
            _carry(run, filing.id, lines, now)


@command
def _lodge(run: Any, lines: list[Line], left: list[tuple[int, str]], count: int, now: datetime) -> UUID | None:
    run.lines_done += count
    run.taken += len(lines)
    run.left = (run.left + [list(one) for one in left])[:LEFT_MAX]
    run.save()
    if not lines:
        return None
    drawn = draw_up_first([line.entry for line in lines], now)
    _keep_bodies(drawn, now)
    signed = [
        SignedEntry(line.entry, raw, {"import": str(run.id), "line": str(line.number)})
        for line, raw in zip(lines, _batch_signed(drawn), strict=True)
    ]
    return lodge(signed, now)


def _batch_signed(drawn: Sequence[Drawn]) -> list[bytes]:
    payloads = [one.payload for one in drawn]
    by_key = [batch_signatures(payloads, pair) for pair in _who_signs(types()[drawn[0].entry.register])]
    return [envelope(payload, signatures).raw for payload, *signatures in zip(payloads, *by_key, strict=True)]


def _who_signs(of: RecordType) -> list[Signer]:
    """Give the keys of as many officers as the type asks for; all that are here when those are too few."""
    rule = of.life["issue"].sign
    asked = roles_in(rule)
    roles: dict[bytes, frozenset[str]] = {}
    rows = OfficerKey.objects.exclude(where="elsewhere").order_by("-automatic", "id")
    pairs = list[Signer]()
    for row in (row for row in rows if set(row.roles) & asked):
        pairs.append(keys.officer_key(row))
        roles[bytes(row.key)] = frozenset(row.roles)
        if is_endorsed(rule, Endorsers(roles, frozenset(roles), frozenset(), frozenset())):
            break
    return pairs[:SIGNATURES_MAX]


def _keep_bodies(drawn: Sequence[Drawn], now: datetime) -> None:
    bodies = [one.body for one in drawn if one.body is not None]
    insert_rows(Body, [body_row(body, now) for body in bodies])


@command
def _undo(run: Any, filing_id: UUID) -> None:
    """Take a refused filing back, with the bodies that its own statements name and no others."""
    filing = Filing.objects.get(id=filing_id)
    statements = [parse_statement(parse_envelope(raw).payload) for raw in decode_cbor(bytes(filing.envelopes))]
    Body.objects.filter(hash__in=[one.body for one in statements]).delete()
    filing.delete()
    run.taken -= len(statements)
    run.save(update_fields=["taken"])


@command
def _note(run: Any, left: list[tuple[int, str]]) -> None:
    run.left = (run.left + [list(one) for one in left])[:LEFT_MAX]
    run.save(update_fields=["left"])


@command
def _begin(register: str, digest: str, source: str, lines: int, now: datetime) -> Any:
    run, _ = ImportRun.objects.get_or_create(
        register=register, file_hash=digest, defaults={"source": source, "lines": lines, "began_at": now}
    )
    return run


@command
def _end(run_id: UUID, now: datetime) -> Any:
    run = ImportRun.objects.get(id=run_id)
    run.ended_at = run.ended_at or now
    run.save(update_fields=["ended_at"])
    return run


def _well_written(of: RecordType, row: Mapping[str, str], validator: Any) -> Entry:
    try:
        return _entry(of, row, validator)
    except ValueError as wrong:
        raise BadInput("A number or a day is not written as one.") from wrong


def _entry(of: RecordType, row: Mapping[str, str], validator: Any) -> Entry:
    says = {
        name: _value(field, row[name].strip())
        for name, field in of.fields.items()
        if row.get(name) and row[name].strip()
    }
    for error in validator.iter_errors(says):
        where = str(error.absolute_path[0]) if error.absolute_path else str(error.validator)
        raise BadInput(f"'{where}' is missing or not in its form.")
    parent = _parent_subject(of, row)
    return Entry(record_name(of, says, None, parent), "issue", fields=says, holders=(), law=LAW, grade="legacy")


def _value(field: Mapping[str, Any], text: str) -> Any:
    if field["type"] == "integer":
        return int(text)
    if field["type"] != "array":
        return text
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if field.get("items", {}).get("type") != "object":
        return parts
    named = [part.rpartition(" ") for part in parts]
    return [{"name": name or share, "share": share if name else "1/1"} for name, _, share in named]


def _parents(of: RecordType) -> list[RecordType]:
    return [types()[name] for name in of.attached_to]


def _parent_subject(of: RecordType, row: Mapping[str, str]) -> str | None:
    for parent in _parents(of):
        if all(row.get(name) for name in parent.subject):
            return subject_of_fields(parent, row)
    return None


def _count_lines(file: Path) -> int:
    with file.open("rb") as opened:
        return max(0, sum(1 for _ in opened) - 1)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        made = sha256()
        while block := opened.read(1 << 20):
            made.update(block)
        return made.hexdigest()
