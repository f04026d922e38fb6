"""The making of a population, stage by stage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from manto.kernel.errors import BadInput
from manto.residents.synthetic.ages import Days, births, parts_of_year
from manto.residents.synthetic.chance import Chance, Flags
from manto.residents.synthetic.columns import Making, columns_of
from manto.residents.synthetic.homes import YEAR_DAYS, Homes, make_homes
from manto.residents.synthetic.learning import make_learning
from manto.residents.synthetic.money import make_money, make_vehicles
from manto.residents.synthetic.naming import make_names
from manto.residents.synthetic.origins import make_origins
from manto.residents.synthetic.parameters import SIZE_MAX, SIZE_MIN, PopulationParameters
from manto.residents.synthetic.population import Population
from manto.residents.synthetic.registers import make_contact, make_needs, make_registers
from manto.residents.synthetic.roster import Roster, make_roster

Progress = Callable[[str, int, int], None]
STAGES = (
    "Households",
    "Birthdays",
    "Homes",
    "Names",
    "Schools and work",
    "Incomes",
    "Vehicles",
    "Registers",
    "Needs and contact",
    "Columns",
)
EARLIEST = date(1900, 1, 1)


def silent(_stage: str, _done: int, _total: int) -> None:
    """Report no progress."""


def generate(
    parameters: PopulationParameters, *, size: int, seed: int, on: date, progress: Progress = silent
) -> Population:
    """Make a synthetic population; the same arguments always give the same one.

    Args:
        parameters: What makes this city's population.
        size: How many residents, those who died in the last year included.
        seed: Decides every draw; a whole number from 0 up.
        on: The day that counts as today.
        progress: Told of each of `STAGES` when it begins and when it is done, with the number of residents.

    Raises:
        BadInput: The size or seed is out of bounds, or pyramid and household sizes do not go together.
    """
    if not SIZE_MIN <= size <= SIZE_MAX:
        raise BadInput(f"A population of {size:,} cannot be made.", f"Ask for {SIZE_MIN:,} to {SIZE_MAX:,} residents.")
    if seed < 0 or on < EARLIEST:
        raise BadInput(f"Seed {seed} or day {on} is out of bounds.", f"Use a seed from 0 up and a day from {EARLIEST}.")

    begun: list[str] = []

    def next_stage() -> None:
        if begun:
            progress(begun[-1], size, size)
        begun.append(STAGES[len(begun)])
        progress(begun[-1], 0, size)

    rates = parameters.rates
    next_stage()
    dead = round(size * rates.deaths_per_1000 / 1000)
    newborn = round(size * rates.births_per_1000 / 1000)
    roster = make_roster(
        parameters.age_bands, parameters.household_sizes, living=size - dead, dead=dead, births=newborn, seed=seed
    )
    next_stage()
    born, died = life_dates(roster, on, seed)
    next_stage()
    movers = size * rates.movers_in_per_1000 / 1000
    homes = make_homes(roster, born, parameters.districts, movers=movers, on=on, seed=seed)
    next_stage()
    naming = make_names(roster, parameters.citizenships, parameters.names, parameters.names_by_citizenship, seed=seed)
    own_citizen = naming.citizenship == naming.citizenships.index(parameters.own_citizenship)
    newcomer: Flags = homes.newcomer[roster.household] & (born < homes.since[roster.household])
    origins = make_origins(
        newcomer, own_citizen, born, parameters.city, parameters.previous_municipalities, on=on, seed=seed
    )
    next_stage()
    learning = make_learning(roster, born, homes, parameters, on=on, seed=seed)
    next_stage()
    money = make_money(roster, learning, parameters.income_yearly_eur, parameters.isee_eur, rates, seed=seed)
    next_stage()
    vehicles = make_vehicles(
        roster,
        homes,
        parameters.districts,
        parameters.vehicles_per_household,
        parameters.vehicles_per_household_by_district,
        rates.low_emission_vehicle,
        seed=seed,
    )
    next_stage()
    registers = make_registers(roster, homes, newcomer, own_citizen, rates, seed=seed)
    next_stage()
    needs, contact = make_needs(roster, born, rates, on=on, seed=seed), make_contact(roster, rates, seed=seed)
    next_stage()
    made = Making(
        roster=roster,
        born=born,
        died=died,
        districts=parameters.districts,
        homes=homes,
        naming=naming,
        origins=origins,
        learning=learning,
        money=money,
        vehicles=vehicles,
        registers=registers,
        needs=needs,
        contact=contact,
    )
    population = Population(
        seed=seed,
        on=on,
        household=roster.household,
        role=roster.member_roles(),
        home_points=homes.point,
        household_changed=household_changes(roster, born, died, homes),
        guardians=np.stack(roster.guardians(), axis=1).astype(np.int32),
        columns=columns_of(made),
    )
    progress(STAGES[-1], size, size)
    return population


def life_dates(roster: Roster, on: date, seed: int) -> tuple[Days, Days]:
    """Give each resident's day of birth, and of death for those who died within the year."""
    chance = Chance(seed, "births")
    parts = parts_of_year(chance.uniforms(roster.residents), roster.age, roster.child_place)
    born = births(roster.age, parts, on)
    died = np.full(roster.residents, np.datetime64("NaT"), dtype="datetime64[D]")
    dead = np.flatnonzero(~roster.living)
    days_ago = np.floor(YEAR_DAYS * chance.uniforms(len(dead))).astype("timedelta64[D]")
    died[dead] = np.datetime64(on, "D") - days_ago
    return born, died


def household_changes(roster: Roster, born: Days, died: Days, homes: Homes) -> Days:
    """Give for each household the day of its last birth, death or move."""
    latest = np.where(np.isnat(died), born, died)
    return np.maximum(np.maximum.reduceat(latest, roster.heads), homes.since)
