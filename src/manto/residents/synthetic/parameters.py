"""What makes one city's population: the parameters of `population.yaml`, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

SIZE_MIN, SIZE_MAX = 1_000, 10_000_000
HOUSEHOLD_MAX = 12
SCHOOL_KINDS = ("nursery", "kindergarten", "primary", "lower_secondary", "upper_secondary", "university")
WORK_STATUSES = ("employed", "self_employed", "unemployed", "student", "retired", "home")


@dataclass(frozen=True)
class District:
    """A part of the city; homes lie within `radius_m` of its centre."""

    id: str
    name: str
    share: float
    centre: tuple[float, float]  # latitude, longitude
    radius_m: float
    streets: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """A run of ages, both ends included, and its share of the residents."""

    first: int
    last: int
    share: float


@dataclass(frozen=True)
class WorkBand:
    """A run of ages and the share of each work status, in the order of `WORK_STATUSES`."""

    first: int
    last: int
    shares: tuple[float, ...]


@dataclass(frozen=True)
class NameLists:
    """The names of one citizenship, the most common first."""

    f: tuple[str, ...]
    m: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True)
class LogNormal:
    """Amounts whose logarithm is normal."""

    median: float  # euro
    sigma_log: float


@dataclass(frozen=True)
class Rates:
    """How often something is so; those with a value here may be left out of the file."""

    births_per_1000: float
    deaths_per_1000: float
    movers_in_per_1000: float
    isee_known: float
    bus_pass: float
    waste_tax_registered: float
    voter_roll_registered_movers: float
    wheelchair_per_1000: float
    stroller_if_child_under_3: float
    low_emission_vehicle: float
    family_doctor: float
    contact_email: float
    contact_phone: float
    vaccination_due_known: float
    income_known: float = 0.8  # of the adults who have one
    nursery_place: float = 0.3  # of the children under three
    kindergarten_place: float = 0.93
    university_here: float = 0.4  # of the students of that age, how many study in this city


@dataclass(frozen=True)
class PopulationParameters:
    """All that the making of one city's population takes; see docs/ideas/population.md."""

    size: int
    districts: tuple[District, ...]
    age_bands: tuple[Band, ...]
    household_sizes: Mapping[int, float]
    names: NameLists
    citizenships: Mapping[str, float]
    previous_municipalities: tuple[str, ...]
    schools: Mapping[str, tuple[str, ...]]
    rates: Rates
    vehicles_per_household: Mapping[int, float]
    work_status_by_age: tuple[WorkBand, ...]
    income_yearly_eur: LogNormal
    isee_eur: LogNormal
    city: str = ""  # the place of birth of those who were born here; unknown without it
    names_by_citizenship: Mapping[str, NameLists] = field(default_factory=dict)
    vehicles_per_household_by_district: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    school_locations: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def own_citizenship(self) -> str:
        """The citizenship that most residents have."""
        return max(self.citizenships, key=self.citizenships.__getitem__)

    def with_school_locations(self, locations: Mapping[str, tuple[float, float]]) -> PopulationParameters:
        """Say where the schools are (latitude, longitude), so that children go to one near their district."""
        return replace(self, school_locations=dict(locations))
