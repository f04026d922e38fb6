"""From the stages of the making to the columns of the population, each with its source and since when it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manto.residents.synthetic.ages import Days
from manto.residents.synthetic.chance import Flags, Whole
from manto.residents.synthetic.homes import Homes
from manto.residents.synthetic.learning import Learning
from manto.residents.synthetic.money import Money, Vehicles
from manto.residents.synthetic.naming import Naming
from manto.residents.synthetic.origins import Origins
from manto.residents.synthetic.parameters import WORK_STATUSES, District
from manto.residents.synthetic.population import Column, Since, Source
from manto.residents.synthetic.registers import Contact, Needs, Registers
from manto.residents.synthetic.roster import Roster

CIVIL, CIVIL_STATUS, BENEFITS, TAX, WORK, SCHOOL, VEHICLES, WASTE, ELECTORAL = (
    Source("register", ref)
    for ref in ("civil", "civil_status", "benefits", "tax", "work", "school", "vehicles", "waste", "electoral")
)
TRANSPORT, HEALTH = Source("connector", "transport"), Source("connector", "health")
OWN_WORD = Source("own_word")

# A mail address under a name that is reserved for examples (RFC 2606), and a number that cannot be dialled in Italy,
# where no area code begins with 00.
EMAIL, PHONE = "synthetic-{:07d}@example.org", "+39 000 {:07d}"


@dataclass(frozen=True)
class Making:
    """What the stages of the making have brought forth, before it is put into columns."""

    roster: Roster
    born: Days
    died: Days
    districts: Sequence[District]
    homes: Homes
    naming: Naming
    origins: Origins
    learning: Learning
    money: Money
    vehicles: Vehicles
    registers: Registers
    needs: Needs
    contact: Contact


def columns_of(made: Making) -> dict[str, Column]:
    """Gather what the stages made into one column per fact, in as few bytes as the values need."""
    roster, learning, money, vehicles = made.roster, made.learning, made.money, made.vehicles
    columns = person_columns(made.born, made.died, made.naming, made.origins)
    columns |= home_columns(roster, made.born, made.homes, made.districts, made.origins)
    columns |= {
        "household.size": _numbers(
            roster.living_members[roster.household], CIVIL, Since.HOUSEHOLD_CHANGED, roster.living
        ),
        "household.isee_cents": _numbers(money.isee_cents, BENEFITS, Since.THIS_YEAR, money.isee_known),
        "income.yearly_cents": _numbers(money.income_cents, TAX, Since.LAST_YEAR, money.income_known),
        "work.status": _words(learning.status, WORK_STATUSES, WORK, Since.THIS_YEAR, learning.has_status),
        "school.id": _words(learning.school, learning.schools, SCHOOL, Since.SCHOOL_YEAR, learning.has_school),
        "school.year": _numbers(learning.year, SCHOOL, Since.SCHOOL_YEAR, learning.has_school),
        "vehicle.count": _numbers(vehicles.count, VEHICLES, Since.THIS_YEAR, vehicles.may_own),
        "vehicle.low_emission": _flags(
            vehicles.low_emission, VEHICLES, Since.THIS_YEAR, vehicles.may_own & (vehicles.count > 0)
        ),
    }
    return columns | register_columns(roster, made.registers, made.needs, made.contact)


def person_columns(born: Days, died: Days, naming: Naming, origins: Origins) -> dict[str, Column]:
    """Gather who residents are."""
    return {
        "person.given_name": _words(naming.given, naming.given_names, CIVIL, Since.BIRTH),
        "person.family_name": _words(naming.family, naming.family_names, CIVIL, Since.BIRTH),
        "person.birth": Column(born, CIVIL_STATUS, Since.BIRTH),
        "person.birth_place": _words(
            origins.birth_place, origins.municipalities, CIVIL, Since.BIRTH, origins.birth_place_known
        ),
        "person.citizenship": _words(naming.citizenship, naming.citizenships, CIVIL, Since.BIRTH),
        "person.death": Column(died, CIVIL_STATUS, Since.DEATH),
    }


def home_columns(
    roster: Roster, born: Days, homes: Homes, districts: Sequence[District], origins: Origins
) -> dict[str, Column]:
    """Gather where residents live; a child lives at home since it was born."""
    home = roster.household
    return {
        "home.street": _words(homes.street[home], homes.street_names, CIVIL, Since.MOVED_IN),
        "home.number": Column(_small(homes.number[home]), CIVIL, Since.MOVED_IN, pattern="{}"),
        "home.district": _words(homes.district[home], [d.id for d in districts], CIVIL, Since.MOVED_IN),
        "home.since": Column(np.maximum(homes.since[home], born), CIVIL, Since.MOVED_IN),
        "home.previous_municipality": _words(
            origins.previous, origins.municipalities, CIVIL, Since.MOVED_IN, origins.previous_known
        ),
    }


def register_columns(roster: Roster, registers: Registers, needs: Needs, contact: Contact) -> dict[str, Column]:
    """Gather what registers hold and what residents have said of themselves."""
    rows = np.arange(roster.residents)
    return {
        "mobility.bus_pass": _flags(registers.bus_pass, TRANSPORT, Since.THIS_YEAR, registers.bus_pass_known),
        "access.wheelchair": _flags(needs.wheelchair, OWN_WORD, Since.THIS_YEAR, needs.wheelchair),
        "access.stroller": _flags(needs.stroller, OWN_WORD, Since.THIS_YEAR, needs.stroller),
        "access.kerb_cm_max": _numbers(needs.kerb_cm_max, OWN_WORD, Since.THIS_YEAR, needs.limits_known),
        "access.incline_pct_max": _numbers(needs.incline_pct_max, OWN_WORD, Since.THIS_YEAR, needs.limits_known),
        "family.doctor": _flags(registers.doctor, HEALTH, Since.THIS_YEAR, roster.living),
        "health.vaccination_due": Column(needs.vaccination_due, HEALTH, Since.THIS_YEAR),
        "waste_tax.registered": _flags(registers.waste_tax, WASTE, Since.MOVED_IN, registers.waste_tax_known),
        "voter_roll.registered": _flags(registers.voter_roll, ELECTORAL, Since.MAJORITY, registers.voter_roll_known),
        "contact.email": Column(_small(rows), OWN_WORD, Since.THIS_YEAR, contact.email, pattern=EMAIL),
        "contact.phone": Column(_small(rows), OWN_WORD, Since.THIS_YEAR, contact.phone, pattern=PHONE),
    }


def _words(codes: Whole, words: Sequence[str], source: Source, since: Since, known: Flags | None = None) -> Column:
    return Column(_small(_blank(codes, known)), source, since, known, tuple(words))


def _numbers(values: Whole, source: Source, since: Since, known: Flags) -> Column:
    return Column(_small(_blank(values, known)), source, since, known)


def _flags(values: Flags, source: Source, since: Since, known: Flags) -> Column:
    return Column(values & known, source, since, known)


def _blank(values: Whole, known: Flags | None) -> Whole:
    """Leave no trace of a value that is not known."""
    return values if known is None else np.where(known, values, 0)


def _small(values: Whole) -> NDArray[np.signedinteger]:
    """Store whole numbers in as few bytes as the largest needs."""
    largest = int(values.max(initial=0))
    kinds = (np.int8, np.int16, np.int32, np.int64)
    return values.astype(next(kind for kind in kinds if largest <= np.iinfo(kind).max))
