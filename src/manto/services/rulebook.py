"""The rules of this city: the files of its folder, read once and read again when one has changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from manto.city import City, read_yaml
from manto.kernel.errors import NotFound
from manto.residents.reference import catalogue, catalogue_of
from manto.services.rules.language import Language
from manto.services.rules.mistakes import RuleMistake, RuleMistakes
from manto.services.rules.reading import read_service
from manto.services.rules.service import Service


def language_of(city: City) -> Language:
    """Give the names that a city's rules may use."""
    file = city.folder / "population.yaml"
    districts = [one["id"] for one in read_yaml(file).get("districts", ())] if file.exists() else []
    return Language.of(catalogue_of(city), districts)


@cache
def language() -> Language:
    """Give the names that this city's rules may use."""
    catalogue()
    return language_of(settings.CITY)


def rule_files(folder: Path | None = None) -> list[Path]:
    """List the files of services, by name."""
    return sorted((folder or settings.CITY.folder / "services").glob("*.yaml"))


def read_rules(files: Iterable[Path]) -> list[Service]:
    """Read services from files.

    Raises:
        NotFound: A file is not there.
        RuleMistakes: All that is wrong in any of them.

    """
    services: list[Service] = []
    mistakes: list[RuleMistake] = []
    for file in files:
        try:
            services.append(read_service(file.read_text("utf-8"), _shown(file), language()))
        except FileNotFoundError:
            raise NotFound(f"There is no file {file}.", "Give the path of a service's file.") from None
        except RuleMistakes as several:
            mistakes.extend(several.mistakes)
    if mistakes:
        raise RuleMistakes(mistakes)
    return services


def services_of_files() -> tuple[Service, ...]:
    """Give the services of the city's folder as their files stand now."""
    files = rule_files()
    return _read(tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, int], ...]) -> tuple[Service, ...]:
    return tuple(read_rules(file for file, _ in files))


def _shown(file: Path) -> str:
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)
