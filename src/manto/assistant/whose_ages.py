"""How old those are who may go somewhere with a resident, as far as each lets the city use it.

1. Of herself and of everybody who lives with her, or for whom she acts, a birth is read under that person's own consent
   to offers that fit; a child's is given by who acts for it.
2. Who acts for a child is known to be no child, without reading anything.
3. Of whom nothing is known, any age is possible: then nothing is left out.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from manto.assistant.offering.offers import ANY_AGE, Ages
from manto.residents.commands.lookups import city_day
from manto.residents.queries import KnownFact, company_of, read_facts_of_each
from manto.residents.readers import Room

BIRTH = "person.birth"
ACTS_FROM = 16
"""Source: Italian Civil Code, article 250: nobody younger acknowledges a child."""


def ages_with(resident_id: UUID, now: datetime) -> tuple[Ages, ...]:
    """Give the ages that are possible of a resident and of each who may go with her; of one nobody knows, any."""
    day = city_day(now)
    company = company_of(resident_id, on=day)
    if company is None:
        return (ANY_AGE,)  # (3)
    each = (resident_id, *sorted(company.others))
    births = read_facts_of_each(each, [BIRTH], Room("assistant"), "order_today", now, purpose="tailoring")  # (1)
    return tuple(_age_of(births[one].get(BIRTH), day, is_acting=one in company.acting) for one in each)


def _age_of(birth: KnownFact | None, day: date, *, is_acting: bool) -> Ages:
    if birth is not None and isinstance(born := birth.value, date):
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return years, years
    return (ACTS_FROM, ANY_AGE[1]) if is_acting else ANY_AGE  # (2), (3)
