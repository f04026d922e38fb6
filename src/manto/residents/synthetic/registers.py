"""What the city's registers and its residents themselves say: waste tax, voters, doctors, passes, needs, contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from manto.residents.synthetic.ages import ADULT_AGE, Days
from manto.residents.synthetic.chance import Chance, Flags, Real, Whole
from manto.residents.synthetic.homes import Homes
from manto.residents.synthetic.parameters import Rates
from manto.residents.synthetic.roster import Role, Roster

NEWCOMERS_MISSING = 0.6  # of the newcomers, how many a register may still lack before it lacks settled residents
BUS_PASS_AGE = 11
KERB_CM, INCLINE_PCT = (2, 3, 4, 5), (4, 5, 6, 8)
LIMITS_KNOWN = 0.8  # of those who use a wheelchair, how many have said what they can pass
STROLLER_AGE_END, VACCINATION_AGE_END = 3, 7
VACCINATION_DAYS = (61, 152, 304, 395, 1826, 2557)  # after birth; Italy's calendar for children, rounded to days
VACCINATION_LATE = 0.06
LATE_DAYS = 60


@dataclass(frozen=True)
class Registers:
    """Per resident; each `..._known` says for whom the value before it holds."""

    waste_tax: Flags
    waste_tax_known: Flags
    voter_roll: Flags
    voter_roll_known: Flags
    doctor: Flags
    bus_pass: Flags
    bus_pass_known: Flags


def make_registers(
    roster: Roster, homes: Homes, newcomer: Flags, own_citizen: Flags, rates: Rates, *, seed: int
) -> Registers:
    """Enter residents in the registers; what is missing is missing among newcomers first.

    Args:
        roster: Who lives together.
        homes: A household is registered for the waste tax as a whole.
        newcomer: Per resident, whether they moved into the city within the last year.
        own_citizen: Per resident, whether they have the city's own citizenship, and so a vote.
        rates: The shares registered.
        seed: Decides every draw.
    """
    chance = Chance(seed, "registers")
    adult = roster.living & (roster.age >= ADULT_AGE)
    inhabited = roster.living_members > 0
    waste_tax = ~_missing(homes.newcomer, inhabited, 1.0 - rates.waste_tax_registered, chance)[roster.household]
    votes = adult & own_citizen
    transferred = chance.uniforms(roster.residents) < rates.voter_roll_registered_movers
    doctor = ~_missing(newcomer, roster.living, 1.0 - rates.family_doctor, chance)
    rides = roster.living & (roster.age >= BUS_PASS_AGE)
    eagerness = np.interp(roster.age, [11, 14, 18, 24, 30, 60, 68, 80, 90], [3, 8, 8, 3, 1, 1, 2, 1.5, 0.3]) * rides
    bus_pass = chance.chosen(eagerness, np.rint(rates.bus_pass * np.count_nonzero(roster.living)))
    return Registers(waste_tax & adult, adult, votes & (~newcomer | transferred), votes, doctor, bus_pass, rides)


def _missing(newcomer: Flags, counted: Flags, share: float, chance: Chance) -> Flags:
    """Draw who a register lacks, so that the share of all comes out and newcomers are lacking most."""
    newcomers = int((newcomer & counted).sum()) / max(int(counted.sum()), 1)
    among_newcomers = min(NEWCOMERS_MISSING, share / newcomers) if newcomers else 0.0
    among_settled = max(share - newcomers * among_newcomers, 0.0) / max(1.0 - newcomers, 1e-9)
    return counted & chance.happens(np.where(newcomer, among_newcomers, among_settled))


@dataclass(frozen=True)
class Needs:
    """Per resident: who uses a wheelchair, what they can pass, who pushes a stroller, when a vaccination is due."""

    wheelchair: Flags
    limits_known: Flags
    kerb_cm_max: Whole
    incline_pct_max: Whole
    stroller: Flags
    vaccination_due: Days  # not a time where unknown


def make_needs(roster: Roster, born: Days, rates: Rates, *, on: date, seed: int) -> Needs:
    """Say who needs step-free ways, and which children a vaccination is due for.

    Whoever does not need a wheelchair or a stroller has not been asked: that is unknown, not a no.
    """
    chance, residents = Chance(seed, "needs"), roster.residents
    likely = np.interp(roster.age, [3, 20, 50, 70, 85, 100], [0.2, 0.4, 1.0, 3.0, 12.0, 25.0]) * roster.living
    quota = np.rint(rates.wheelchair_per_1000 / 1000.0 * np.count_nonzero(roster.living))
    wheelchair = chance.chosen(likely, quota)
    small = roster.living & (roster.age < STROLLER_AGE_END) & (roster.role == Role.CHILD)
    has_small = np.bincount(roster.household[small], minlength=roster.households) > 0
    pushes = has_small & chance.happens(np.full(roster.households, rates.stroller_if_child_under_3))
    young = (roster.role == Role.CHILD) & (roster.age < VACCINATION_AGE_END)
    due_known = chance.chosen(young.astype(np.float64), np.rint(rates.vaccination_due_known * young.sum()))
    late = chance.uniforms(residents) < VACCINATION_LATE
    return Needs(
        wheelchair=wheelchair,
        limits_known=wheelchair & (chance.uniforms(residents) < LIMITS_KNOWN),
        kerb_cm_max=np.array(KERB_CM)[chance.codes((1, 2, 2, 1), residents)],
        incline_pct_max=np.array(INCLINE_PCT)[chance.codes((1, 2, 3, 1), residents)],
        stroller=pushes[roster.household] & (roster.role == Role.PARENT),
        vaccination_due=_next_vaccination(born, due_known, late, on),
    )


def _next_vaccination(born: Days, known: Flags, late: Flags, on: date) -> Days:
    """Give the day of the first vaccination not had yet: those who are late have missed one of the last two months."""
    due = np.full(len(born), np.datetime64("NaT"), dtype="datetime64[D]")
    day = np.datetime64(on, "D") - np.where(late, LATE_DAYS, 0).astype("timedelta64[D]")
    rows = np.flatnonzero(known)
    age_days = np.maximum((day[rows] - born[rows]).astype(np.int64), 0)
    following = np.searchsorted(VACCINATION_DAYS, age_days, side="right")
    days = np.array(VACCINATION_DAYS)[np.minimum(following, len(VACCINATION_DAYS) - 1)]
    due[rows] = born[rows] + days.astype("timedelta64[D]")
    return due


@dataclass(frozen=True)
class Contact:
    """Per resident: whom the city can reach, and how."""

    email: Flags
    phone: Flags


def make_contact(roster: Roster, rates: Rates, *, seed: int) -> Contact:
    """Say of which adults the city knows an address of electronic mail and a telephone number."""
    chance = Chance(seed, "contact")
    adult = roster.living & (roster.age >= ADULT_AGE)
    online = np.interp(roster.age, [18, 45, 65, 75, 90], [6.0, 5.0, 2.0, 0.8, 0.2]) * adult
    by_phone: Real = np.interp(roster.age, [18, 60, 90], [1.0, 1.5, 2.0]) * adult
    adults = np.count_nonzero(adult)
    return Contact(
        email=chance.chosen(online, np.rint(rates.contact_email * adults)),
        phone=chance.chosen(by_phone, np.rint(rates.contact_phone * adults)),
    )
