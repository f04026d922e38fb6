"""What an operator does with residents, from the program ``manto``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from manto.city import read_yaml
from manto.kernel.errors import BadInput
from manto.residents import erasure
from manto.residents.commands.facts import forget_expired_facts
from manto.residents.commands.lookups import city_day, forget_old_lines
from manto.residents.loading import SYNTHETIC, load_personas, load_population
from manto.residents.models import Resident, Session
from manto.residents.personas import content_of_city
from manto.residents.synthetic import PopulationParameters, generate, parse_parameters
from manto.residents.synthetic.files import save, write_csv

Progress = Callable[[str, int, int], None]
SEED = 1
KNOWN_FOR = timedelta(
    days=400
)  # the demo's city has known its people longer than the oldest thing that waits at its desks


def fill_demo(*, people: int, progress: Progress) -> int:
    """Fill the demo with its personas and, unless somebody synthetic lives there already, with so many more.

    Returns:
        How many people were added.

    """
    now = settings.CLOCK.now()
    added = load_personas(content_of_city(), today=city_day(now), now=now)
    if people and not Resident.objects.filter(pairwise_id__startswith=SYNTHETIC).exists():
        added += move_in(people=people, seed=SEED, on=city_day(now), progress=progress, known_since=now - KNOWN_FOR)
    return added


def move_in(*, people: int, seed: int, on: date, progress: Progress, known_since: datetime | None = None) -> int:
    """Make a synthetic population and let it move in; an interrupted one goes on where it stopped."""
    if not (settings.CITY.folder / "population.yaml").exists():
        return 0
    population = generate(parameters_of_city(), size=people, seed=seed, on=on)
    return load_population(population, now=settings.CLOCK.now(), known_since=known_since, progress=progress)


def parameters_of_city() -> PopulationParameters:
    """Read what makes the city's population; its schools are where its places are."""
    folder = settings.CITY.folder
    places = [place for file in sorted((folder / "places").glob("*.yaml")) for place in read_yaml(file) or ()]
    parameters = parse_parameters(read_yaml(folder / "population.yaml"))
    return parameters.with_school_locations({place["id"]: (place["at"][0], place["at"][1]) for place in places})


def make_people(*, size: int, seed: int, to: Path | None, progress: Progress) -> int:
    """Make a synthetic population and write it to a file, or let it move in; say how many people.

    Raises:
        BadInput: The city has no population.yaml, or the file's name ends in neither .npz nor .csv.

    """
    today = city_day(settings.CLOCK.now())
    if not (settings.CITY.folder / "population.yaml").exists():
        raise BadInput("This city's folder has no population.yaml.", "Copy that of demo/mantova and change it.")
    if to is None:
        return move_in(people=size, seed=seed, on=today, progress=progress)
    if to.suffix not in (".npz", ".csv"):
        raise BadInput(f"{to} is neither a .npz nor a .csv file.", "Give the file one of these endings.")
    population = generate(parameters_of_city(), size=size, seed=seed, on=today, progress=progress)
    if to.suffix == ".npz":
        save(population, to)
    else:
        with to.open("w", newline="", encoding="utf-8") as file:
            write_csv(population, file, progress)
    return size


def forget(*, thorough: bool = False) -> tuple[int, bool]:
    """Remove what has been kept for as long as its retention says, and clear erased bytes out of the files.

    Args:
        thorough: Rewrite the tables so that nothing erased is left in their files; they are locked meanwhile.

    Returns:
        How many rows went, and whether the files are clear.

    """
    now = settings.CLOCK.now()
    Session.objects.filter(expire_date__lt=now).delete()
    return forget_expired_facts(now=now) + forget_old_lines(now=now), erasure.scrub(now=now, thorough=thorough)
