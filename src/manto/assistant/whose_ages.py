"""How old those are who may go somewhere with a resident, as far as each lets the city use it.

1. Of herself and of everybody who lives with her, or for whom she acts, a birth is read under that person's own consent
   to offers that fit; a child's is given by who acts for it.
2. Who acts for a child is known to be no child, without reading anything.
3. Of whom nothing is known, any age is possible: then nothing is left out.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from manto.assistant.offers import ANY_AGE, Ages
from manto.residents.commands.lookups import city_day
from manto.residents.queries import guardians_of, has_household, household_of, read_facts, wards_of
from manto.residents.readers import Room

ACTS_FROM = 16
"""Source: Italian Civil Code, article 250: nobody younger acknowledges a child."""


def ages_with(resident_id: UUID, now: datetime) -> tuple[Ages, ...]:
    """Give the ages that are possible of a resident and of each who may go with her; of one nobody knows, any."""
    day = city_day(now)
    if not has_household(resident_id, on=day):
        return (ANY_AGE,)  # (3)
    wards = wards_of(resident_id, on=day)
    others = {*(member for member, _ in household_of(resident_id, on=day)), *wards} - {resident_id}
    acting = {one for child in (resident_id, *wards) for one in guardians_of(child, on=day)}
    return tuple(_age_of(one, now, day, is_acting=one in acting) for one in (resident_id, *sorted(others)))


def _age_of(of: UUID, now: datetime, day: date, *, is_acting: bool) -> Ages:
    read = read_facts(of, ["person.birth"], Room("assistant"), "order_today", now, purpose="tailoring")  # (1)
    born = read["person.birth"].value if "person.birth" in read else None
    if isinstance(born, date):
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return years, years
    return (ACTS_FROM, ANY_AGE[1]) if is_acting else ANY_AGE  # (2), (3)
