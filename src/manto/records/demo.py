"""The demo's records: what the personas of a city hold when it first opens, on a real ledger with real signatures.

The city's `records.yaml` lists them. Every key that the rules ask for lies in the demo's own folder, so this signs with
all of them; a real register is imported (`bulk`) or drawn up at the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import BadInput
from manto.ledger.keys import KeyPair, Signer
from manto.records import keys, vault
from manto.records.commands.drafts import new_holder
from manto.records.commands.filings import SignedEntry, carry, lodge
from manto.records.drawing_up import Entry, HolderGiven, draw_up, keep_body
from manto.records.models import Alert, OfficerKey, Record
from manto.records.record_type import RecordType
from manto.records.reference import content_of_city, types
from manto.records.signing import roles_in, sealed, signatures_by
from manto.records.subjects import record_name
from manto.residents import personas
from manto.residents.models import Resident
from manto.store.command import command

LAW = {"en": "Taken over when the demo opened", "it": "Ripreso all'apertura della dimostrazione"}


def enter_demo_records(now: datetime) -> int:
    """Enter what the city's `records.yaml` lists, unless the register has records already; say how many.

    Raises:
        BadInput: Something in the list cannot be; names it.
    """
    listed = content_of_city().get("records") or ()
    if not listed or Record.objects.exists():
        return 0
    made = _Demo(listed, now)
    in_order = sorted(listed, key=lambda line: not types()[line["type"]].comes_first)  # a policy before its vehicle
    entries = [made.entry(line) for line in in_order if made.is_there(line)]
    carry(_sign_and_lodge(entries, now))
    _note_that_all_is_known(now)
    return len(entries)


@command
def _note_that_all_is_known(now: datetime) -> None:
    """Send nobody a message about what she holds since long before the demo opened."""
    Alert.objects.filter(what="entered").update(read_at=now)


class _Demo:
    """Reads the list: who is meant, what days are meant, what is attached to what."""

    def __init__(self, listed: Iterable[Mapping[str, Any]], now: datetime) -> None:
        self._by_id = {line["id"]: line for line in listed if "id" in line}
        self._today = now.astimezone(settings.CITY.time_zone).date()
        self._there = set(Resident.objects.values_list("id", flat=True))
        self._seeds: dict[str, tuple[HolderGiven, ...]] = {}
        people = personas.content_of_city().get("residents", ())
        self._facts = {(one["id"], fact["name"]): fact["value"] for one in people for fact in one.get("facts", ())}

    def is_there(self, line: Mapping[str, Any]) -> bool:
        """Say whether a line is of today, and everybody whom it names has moved in."""
        return not line.get("planned") and all(personas.resident_id(who) in self._there for who in line.get("of", ()))

    def entry(self, line: Mapping[str, Any]) -> Entry:
        """Read one line."""
        of = types()[line["type"]]
        try:
            says = self._says(line)
            return Entry(
                f"{of.id}/{self._subject(line)}",
                "issue",
                fields=says,
                holders=self._holders(line, of),
                law=LAW[settings.CITY.default_language],
                effective_on=self._day(line["since"]) if "since" in line else None,
            )
        except (KeyError, BadInput) as error:
            raise BadInput(
                f"The demo record {line.get('id', line)} cannot be: {error}", "Mend records.yaml."
            ) from error

    def _subject(self, line: Mapping[str, Any]) -> str:
        if "attached_to" in line:
            return self._subject(self._by_id[line["attached_to"]])
        of, who = types()[line["type"]], line.get("of") or [None]
        holder = personas.resident_id(who[0]) if who[0] else None
        return record_name(of, self._says(line), holder, None).partition("/")[2]

    def _says(self, line: Mapping[str, Any]) -> dict[str, Any]:
        of, who = types()[line["type"]], (line.get("of") or [""])[0]
        return {name: self._value(of, name, value, who) for name, value in line["says"].items()}

    def _value(self, of: RecordType, name: str, value: Any, who: str) -> Any:
        if isinstance(value, str) and value.startswith("fact:"):
            value = self._facts[who, value.removeprefix("fact:")]
        is_day = of.fields[name].get("format") == "date"
        return self._day(value).isoformat() if is_day else value

    def _day(self, value: Any) -> date:
        return personas.day_of(value, self._today)

    def _holders(self, line: Mapping[str, Any], of: RecordType) -> tuple[HolderGiven, ...]:
        residents: list[UUID] = [personas.resident_id(who) for who in line.get("of", ())]
        return tuple(new_holder(one, of) for one in residents)


@command
def _sign_and_lodge(entries: list[Entry], now: datetime) -> UUID:
    signed = []
    for drawn in draw_up(entries, now):
        if drawn.body is not None:
            keep_body(drawn.body, now)
        pairs = [*_officers(drawn.entry), *_holders(drawn.entry)]
        signatures = {pair.public_key: signatures_by(pair, [drawn.payload])[0] for pair in pairs}
        signed.append(SignedEntry(drawn.entry, sealed(drawn.payload, signatures), {}))
    return lodge(signed, now)


def _officers(entry: Entry) -> list[Signer]:
    asked = roles_in(types()[entry.register].life[entry.kind].sign)
    rows = OfficerKey.objects.filter(where="file").order_by("-automatic", "id")
    return [keys.officer_key(row) for row in rows if set(row.roles) & asked][:8]


def _holders(entry: Entry) -> list[Signer]:
    return [KeyPair.of_seed(vault.unwrapped(one.seed)) for one in entry.holders or () if one.seed is not None]
