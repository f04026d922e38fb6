"""What the parameters ask for is what comes out."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from manto.residents.synthetic import Population, PopulationParameters
from manto.residents.synthetic.ages import last_birthdays
from manto.residents.synthetic.learning import WORKING_AGE
from manto.residents.synthetic.parameters import WORK_STATUSES


def ages(population: Population) -> np.ndarray:
    """Give the whole years of age of each resident, counted by birthdays."""
    birthdays = last_birthdays(population.on)[::-1]  # of somebody aged 111, 110, ... 0
    return len(birthdays) - 1 - np.searchsorted(birthdays, population.columns["person.birth"].values)


def living(population: Population) -> np.ndarray:
    """Say of each resident whether they are alive."""
    return ~population.columns["person.death"].is_known()


def known(population: Population, fact: str) -> np.ndarray:
    """Give the known values of a fact."""
    column = population.columns[fact]
    return column.values[column.is_known()]


def words(population: Population, fact: str) -> np.ndarray:
    """Give the known values of a fact in words."""
    return np.array(population.columns[fact].words)[known(population, fact)]


def standard_error(share: float, draws: int) -> float:
    """Give the standard error of a share."""
    return float(np.sqrt(share * (1 - share) / draws))


def test_the_age_pyramid_has_no_sampling_error(town: Population, mantova: PopulationParameters) -> None:
    """Each band holds its share of the living, rounded to whole residents."""
    alive = ages(town)[living(town)]
    total = sum(band.share for band in mantova.age_bands)

    for band in mantova.age_bands:
        people = int(((alive >= band.first) & (alive <= band.last)).sum())
        assert abs(people - len(alive) * band.share / total) <= 1, band


def test_household_sizes_have_no_sampling_error(town: Population, mantova: PopulationParameters) -> None:
    """Households of each size are as frequent as asked, up to a household or two for the remainder."""
    members = np.bincount(town.household[living(town)], minlength=town.households)
    inhabited = members[members > 0]

    for size, share in mantova.household_sizes.items():
        assert abs(int((inhabited == size).sum()) - len(inhabited) * share) <= 3, size


def test_district_shares_come_out_within_sampling_error(town: Population, mantova: PopulationParameters) -> None:
    """Each district holds its share of the residents; households move as one, which widens the error."""
    district = town.columns["home.district"].values
    clustering = float(np.mean(np.bincount(town.household) ** 2) / np.mean(np.bincount(town.household)) ** 2)

    for position, asked in enumerate(mantova.districts):
        share = float((district == position).mean())
        error = standard_error(asked.share, town.households) * np.sqrt(clustering)
        assert abs(share - asked.share) < 4 * error, asked.id


def test_births_deaths_and_movers_come_out_as_asked(town: Population, mantova: PopulationParameters) -> None:
    """As many were born, died and moved in within the last year as the rates say, and each on a day of that year."""
    rates, year_ago = mantova.rates, np.datetime64(town.on - timedelta(days=365), "D")
    born, died = town.columns["person.birth"].values, known(town, "person.death")
    since = town.columns["home.since"].values

    newborn = int((ages(town) == 0).sum())
    moved_in = int(((since > year_ago) & (since > born)).sum())

    assert newborn == round(rates.births_per_1000 * town.size / 1000)
    assert len(died) == round(rates.deaths_per_1000 * town.size / 1000)
    assert (died > year_ago).all()
    assert (died <= np.datetime64(town.on, "D")).all()
    assert abs(moved_in - rates.movers_in_per_1000 * town.size / 1000) < 0.03 * moved_in


def test_shares_of_registers_and_gaps_come_out_as_asked(town: Population, mantova: PopulationParameters) -> None:
    """Known ISEE, passes, doctors, tax, contact and wheelchairs are as frequent as asked."""
    rates, alive = mantova.rates, int(living(town).sum())
    adults = int((living(town) & (ages(town) >= 18)).sum())
    isee = town.columns["household.isee_cents"]
    households_known = len(np.unique(town.household[isee.is_known()])) / len(np.unique(town.household[living(town)]))

    assert abs(households_known - rates.isee_known) < 0.001
    assert abs(known(town, "mobility.bus_pass").sum() / alive - rates.bus_pass) < 0.001
    assert abs(town.columns["contact.email"].is_known().sum() / adults - rates.contact_email) < 0.001
    assert abs(town.columns["contact.phone"].is_known().sum() / adults - rates.contact_phone) < 0.001
    assert abs(known(town, "access.wheelchair").sum() / alive - rates.wheelchair_per_1000 / 1000) < 0.001
    for fact, share in (("family.doctor", rates.family_doctor), ("waste_tax.registered", rates.waste_tax_registered)):
        error = 2 * standard_error(share, len(known(town, fact)))  # households are registered as one
        assert abs(known(town, fact).mean() - share) < 4 * error, fact


def test_newcomers_are_the_ones_the_registers_lack(town: Population) -> None:
    """Who moved in within the year is missing from tax and voter roll far more often than who was here before."""
    year_ago = np.datetime64(town.on - timedelta(days=365), "D")
    newcomer = (town.columns["home.since"].values > year_ago) & (town.columns["person.birth"].values < year_ago)

    for fact in ("waste_tax.registered", "voter_roll.registered", "family.doctor"):
        column = town.columns[fact]
        missing = ~column.values & column.is_known()
        new, old = missing[newcomer].mean(), missing[~newcomer & column.is_known()].mean()
        assert new > 4 * old, fact


def test_citizenships_come_out_within_sampling_error(town: Population, mantova: PopulationParameters) -> None:
    """Residents of foreign citizenship are as many as asked, a household more or less."""
    citizenship = words(town, "person.citizenship")

    foreign = float((citizenship != mantova.own_citizenship).mean())

    assert abs(foreign - (1 - mantova.citizenships["IT"])) < 0.002
    assert set(citizenship) == set(mantova.citizenships)


def test_incomes_and_isee_are_log_normal_as_asked(town: Population, mantova: PopulationParameters) -> None:
    """Median and spread of the known amounts are those of the parameters, within five standard errors."""
    first = np.unique(town.household, return_index=True)[1]
    isee = town.columns["household.isee_cents"]
    for amounts, asked in (
        (known(town, "income.yearly_cents"), mantova.income_yearly_eur),
        (isee.values[first][isee.is_known()[first]], mantova.isee_eur),
    ):
        logs = np.log(amounts / 100)
        error = asked.sigma_log * np.sqrt(2 / len(logs))  # households earn alike

        assert abs(np.median(logs) - np.log(asked.median)) < 5 * 1.2533 * error
        assert abs(logs.std() - asked.sigma_log) < 5 * error


def test_vehicles_per_household_differ_by_district_as_asked(town: Population, mantova: PopulationParameters) -> None:
    """Each district has its own mix of households without, with one and with more vehicles."""
    owned = np.bincount(town.household, weights=np.where(
        town.columns["vehicle.count"].is_known(), town.columns["vehicle.count"].values, 0
    ), minlength=town.households)  # fmt: skip
    inhabited = np.bincount(town.household[living(town)], minlength=town.households) > 0
    first = np.unique(town.household, return_index=True)[1]
    district = town.columns["home.district"].values[first]

    for position, asked in enumerate(mantova.districts):
        mix = mantova.vehicles_per_household_by_district.get(asked.id, mantova.vehicles_per_household)
        here = owned[inhabited & (district == position)]
        for count, share in mix.items():
            assert abs(int((here == count).sum()) - len(here) * share) <= 1, (asked.id, count)


def test_work_statuses_come_out_by_age(town: Population, mantova: PopulationParameters) -> None:
    """Every age band has its mix of statuses; nobody below working age has one."""
    column, age = town.columns["work.status"], ages(town)
    has = column.is_known()

    assert (has == (living(town) & (age >= WORKING_AGE))).all()
    for band in mantova.work_status_by_age:
        here = has & (age >= band.first) & (age <= band.last)
        for status, share in enumerate(band.shares):
            assert abs(int((column.values[here] == status).sum()) - here.sum() * share) <= 1, WORK_STATUSES[status]
