"""Leaving the line that says that a room looked at everybody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from manto.residents.commands.lookups import city_day
from manto.residents.models import Consent, Lookup, Resident
from manto.residents.readers import Room
from manto.residents.reference import purposes
from manto.store.command import command


@command
def write_population_lines(
    names: Sequence[str], reader: Room, reason: str, now: datetime, *, purpose: str | None = None
) -> None:
    """Write that a room looked at everybody, or at all who agree to a purpose: one line each and day.

    Names that today's lines do not hold yet are added to them.
    """
    day = city_day(now)
    mine = Lookup.objects.filter(room=reader.name, reason=reason, day=day)
    for held in list(mine.values_list("names", flat=True).distinct()):
        if not set(names) <= set(held):
            mine.filter(names=held).update(names=sorted({*names, *held}))
    resident, consent, lookup = (table._meta.db_table for table in (Resident, Consent, Lookup))
    agree, values = "", [reader.name, "", "", reason, json.dumps(sorted(names)), now, day]
    if purpose is not None:
        agree = (
            f" WHERE EXISTS (SELECT 1 FROM {consent} c WHERE c.resident_id = r.id AND c.purpose = %s "  # noqa: S608
            "AND c.version = %s AND c.withdrawn_at IS NULL)"
        )
        values += [purpose, purposes()[purpose].version]
    cast = "%s::jsonb" if connection.vendor == "postgresql" else "%s"
    # The WHERE of a SELECT without one keeps SQLite from reading ON CONFLICT as a join.
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {lookup} (resident_id, room, who, role, reason, names, at, day) "  # noqa: S608
            f"SELECT r.id, %s, %s, %s, %s, {cast}, %s, %s FROM {resident} r{agree or ' WHERE 1 = 1'} ON CONFLICT DO NOTHING",
            values,
        )
