"""Filling a city with people who do not exist: the personas of the demo and the synthetic population.

Values pass the same catalogue as everything else. What is loaded in bulk tells no events; rooms read it afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import connection

from manto.kernel.errors import BadInput, Conflict
from manto.kernel.ids import time_ordered_id
from manto.residents import personas
from manto.residents.catalogue import SourceKind
from manto.residents.commands.consents import grant_consent, may_agree_herself
from manto.residents.commands.people import checked_language
from manto.residents.models import Account, Consent, Fact, Guardianship, Household, Membership, Resident
from manto.residents.reference import catalogue, purposes
from manto.residents.roles import Role
from manto.residents.synthetic import Population
from manto.store.command import command

Progress = Callable[[str, int, int], None]

ADULT_YEARS = 18
CHUNK_RESIDENTS = 2000
SYNTHETIC = "synthetic-"


@command
def load_personas(content: dict[str, Any], *, today: date, now: datetime) -> int:
    """Take over the personas of a city; those who are there already stay as they are.

    Args:
        content: ``personas.yaml`` as read: residents, households, staff; days may be told from today.
        today: The city's day.
        now: When it is recorded.

    Returns:
        How many people were added.

    Raises:
        BadInput: Something in the file cannot be; names the persona.

    """
    added = [entry for entry in content.get("residents", ()) if _add_resident(entry, today=today, now=now)]
    new = {entry["id"] for entry in added}
    for household in content.get("households", ()):
        _add_household(household, new, today=today)
    for entry in added:
        for child in entry.get("guardian_of", ()):
            _add_guardian(entry["id"], child, content)
    for entry in added:
        resident_id = personas.resident_id(entry["id"])
        guardian = Guardianship.objects.filter(child=resident_id).order_by("id").values_list("guardian", flat=True)
        for purpose in entry.get("consents", ()):
            grant_consent(resident_id, purpose, by=guardian.first(), language=entry.get("language"), now=now)
    staff = [entry for entry in content.get("staff", ()) if _add_staff(entry)]
    return len(added) + len(staff)


def _add_resident(entry: dict[str, Any], *, today: date, now: datetime) -> bool:
    resident_id = personas.resident_id(entry["id"])
    if Resident.objects.filter(id=resident_id).exists():
        return False
    language = checked_language(entry.get("language"))
    account = None
    if entry.get("enter", True):
        account = Account.objects.create(id=personas.account_id(entry["id"]), language=language)
    Resident.objects.create(id=resident_id, account=account, language=language)
    try:
        Fact.objects.bulk_create(_personas_fact(resident_id, fact, today=today, now=now) for fact in entry["facts"])
    except (KeyError, BadInput) as error:
        raise BadInput(f"The persona '{entry['id']}' cannot be: {error}", "Mend personas.yaml.") from error
    return True


def _personas_fact(resident_id: UUID, fact: dict[str, Any], *, today: date, now: datetime) -> Fact:
    kind = catalogue()[fact["name"]]
    value = personas.day_of(fact["value"], today) if kind.type == "date" else fact["value"]
    return Fact(
        resident_id=resident_id,
        name=kind.name,
        value=kind.to_stored(kind.read(value)),
        source_kind=SourceKind(fact["source"]["kind"]),
        source_ref=fact["source"].get("ref", {}).get("key", ""),
        consent_purpose=kind.purpose or "",
        valid_from=personas.day_of(fact["valid_from"], today),
        recorded_at=now,
    )


def _add_household(household: dict[str, Any], new: set[str], *, today: date) -> None:
    members = [member for member in household["members"] if member["resident"] in new]
    if not members:
        return
    made = Household.objects.create()
    Membership.objects.bulk_create(
        Membership(
            household=made,
            resident_id=personas.resident_id(member["resident"]),
            role=member["role"],
            valid_from=personas.day_of(member["valid_from"], today),
            valid_to=personas.day_of(member["valid_to"], today) if "valid_to" in member else None,
        )
        for member in members
    )


def _add_guardian(guardian: str, child: str, content: dict[str, Any]) -> None:
    facts = next(entry["facts"] for entry in content["residents"] if entry["id"] == child)
    birth = next(fact for fact in facts if fact["name"] == "person.birth")
    child_id = personas.resident_id(child)
    born = date.fromisoformat(Fact.objects.get(resident=child_id, name="person.birth").value)
    Guardianship.objects.create(
        child_id=child_id,
        guardian_id=personas.resident_id(guardian),
        proof=birth["source"]["ref"][settings.CITY.default_language],
        valid_from=born,
        valid_to=born + relativedelta(years=ADULT_YEARS),
    )


def _add_staff(entry: dict[str, Any]) -> bool:
    account_id = personas.account_id(entry["id"])
    if Account.objects.filter(id=account_id).exists():
        return False
    Account.objects.create(id=account_id, name=entry["name"], role=Role(entry["role"]))
    return True


def load_population(
    population: Population, *, now: datetime, known_since: datetime | None = None, progress: Progress | None = None
) -> int:
    """Take over a synthetic population, some thousands in each transaction; taken over twice it changes nothing.

    An interrupted loading goes on where it stopped, and who was erased since is not brought back.

    Args:
        population: As ``manto.residents.synthetic.generate`` makes it.
        now: When it is recorded.
        known_since: Since when it is known, where that is earlier: what became true later is known since that day.
        progress: Told what is done, how many residents are loaded, and how many there are.

    Returns:
        How many residents were added.

    Raises:
        Conflict: A larger population is there already.

    """
    there = Resident.objects.filter(pairwise_id__startswith=SYNTHETIC).count()
    if there > population.size:
        raise Conflict(
            f"{there:,} synthetic residents live here already, more than the {population.size:,} to load.",
            "Start with an empty database, or load as many as there are.",
        )
    added = 0
    for start, stop in _chunks(population):
        added += _load_chunk(population, start, stop, now=now, known_since=known_since or now)
        if progress:
            progress("Residents move in", stop, population.size)
    return added


def _chunks(population: Population) -> Iterable[tuple[int, int]]:
    """Cut the population where a household ends."""
    start = 0
    while start < population.size:
        stop = min(start + CHUNK_RESIDENTS, population.size)
        while stop < population.size and population.household[stop] == population.household[stop - 1]:
            stop += 1
        yield start, stop
        start = stop


def synthetic_id(row: int, kind: str = "resident") -> UUID:
    """Name a synthetic resident or household, the same on every machine."""
    beginning = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
    return time_ordered_id(beginning, (b"R" if kind == "resident" else b"H") + row.to_bytes(9, "big"))


def invented_births(first: date, last: date) -> list[tuple[UUID, date]]:
    """Name those born between two days who live here and are no personas, in the order of their identifiers: for the demo."""
    known = [personas.resident_id(one["id"]) for one in personas.content_of_city().get("residents", ())]
    births = Fact.objects.filter(name="person.birth", superseded_at__isnull=True).exclude(resident__in=known)
    young = births.filter(value__gte=first.isoformat(), value__lte=last.isoformat()).order_by("resident")
    return [(child, date.fromisoformat(born)) for child, born in young.values_list("resident", "value")]


def some_synthetic(count: int) -> list[UUID]:
    """Name some of the synthetic residents who live here, spread evenly over the city; all where there are fewer."""
    there = Resident.objects.filter(pairwise_id__startswith=SYNTHETIC).order_by("id").values_list("id", flat=True)
    step = max(1, there.count() // max(count, 1))
    return list(there[::step][:count])


@command
def _load_chunk(population: Population, start: int, stop: int, *, now: datetime, known_since: datetime) -> int:
    ids = [synthetic_id(row) for row in range(start, stop)]
    if Resident.objects.filter(id__in=(ids[0], ids[-1])).exists():  # a chunk is whole or not there
        return 0
    language = settings.CITY.default_language
    Resident.objects.bulk_create(
        (
            Resident(id=resident_id, pairwise_id=population.id_of(start + offset), language=language)
            for offset, resident_id in enumerate(ids)
        ),
        batch_size=500,
    )
    _load_facts(population, start, stop, now=now, known_since=known_since)
    _load_households(population, start, stop)
    return len(ids)


def _load_facts(population: Population, start: int, stop: int, *, now: datetime, known_since: datetime) -> None:
    """Write a chunk's facts by plain inserts, five times as fast as through the tables' classes."""
    kinds = catalogue().kinds
    as_id, as_day, as_moment = (_as_stored(name) for name in ("resident", "valid_from", "recorded_at"))
    ids = [as_id(synthetic_id(row)) for row in range(start, stop)]
    rows, agreed, nobody_agrees = [], set(), _who_cannot_agree(population, start, stop)
    for row, name, value, valid_from, source in population.as_facts(start, stop):
        kind = kinds[name]
        if kind.purpose and row in nobody_agrees:
            continue  # what rests on an agreement is not known of a child for whom nobody agrees
        if kind.purpose:
            agreed.add((row, kind.purpose))
        stored, day = kind.to_stored(value), as_day(valid_from)
        recorded_at = as_moment(max(known_since, min(now, datetime.combine(valid_from, time(), tzinfo=UTC))))
        rows.append((ids[row - start], name, stored, source.kind, source.ref, kind.purpose or "", day, recorded_at))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(Fact._meta.db_table)} "  # noqa: S608 - no value in it
            "(resident_id, name, value, source_kind, source_ref, consent_purpose, valid_from, recorded_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )
    Consent.objects.bulk_create(
        (
            Consent(resident_id=synthetic_id(row), purpose=purpose, version=purposes()[purpose].version, granted_at=now)
            for row, purpose in sorted(agreed)
        ),
        batch_size=1000,
    )


def _who_cannot_agree(population: Population, start: int, stop: int) -> set[int]:
    """Give the residents who are too young to agree for themselves and have no guardian who does."""
    guarded = set(population.guardians[:, 0].tolist())
    born: list[Any] = population.columns["person.birth"].read(start, stop)
    return {
        row for row, day in enumerate(born, start) if row not in guarded and not may_agree_herself(day, population.on)
    }


def _as_stored(field: str) -> Callable[[Any], Any]:
    """Give the way in which this database stores a field, each value worked out once."""
    column = Fact._meta.get_field(field)
    return cache(lambda value: column.get_db_prep_save(value, connection))


def _load_households(population: Population, start: int, stop: int) -> None:
    born: list[Any] = population.columns["person.birth"].read(start, stop)
    members = list(population.members(start, stop))
    numbers = sorted({member.household for member in members})
    Household.objects.bulk_create(
        (Household(id=synthetic_id(number, "household")) for number in numbers), batch_size=500
    )
    Membership.objects.bulk_create(
        (
            Membership(
                household_id=synthetic_id(member.household, "household"),
                resident_id=synthetic_id(member.resident),
                role=member.role,
                valid_from=member.since,
                valid_to=member.until,
            )
            for member in members
        ),
        batch_size=1000,
    )
    inside = (population.guardians[:, 0] >= start) & (population.guardians[:, 0] < stop)
    Guardianship.objects.bulk_create(
        (
            Guardianship(
                child_id=synthetic_id(child),
                guardian_id=synthetic_id(adult),
                proof="synthetic",
                valid_from=born[child - start],
                valid_to=born[child - start] + relativedelta(years=ADULT_YEARS),
            )
            for child, adult in population.guardians[inside].tolist()
        ),
        batch_size=1000,
    )
