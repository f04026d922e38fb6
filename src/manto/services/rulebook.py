"""The rules of this city: the files of its folder, with what was published at the desk since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from manto.city import City, read_yaml
from manto.kernel.errors import NotFound
from manto.residents.reference import catalogue_of
from manto.services.models import RuleOrigin, RuleVersion
from manto.services.rules.language import Language
from manto.services.rules.mistakes import RuleMistake, RuleMistakes
from manto.services.rules.reading import read_service, read_version
from manto.services.rules.service import Service, Version
from manto.services.rules.source import read_source
from manto.store.asked_often import AskedOften


def language_of(city: City) -> Language:
    """Give the names that a city's rules may use."""
    file = city.folder / "population.yaml"
    districts = [one["id"] for one in read_yaml(file).get("districts", ())] if file.exists() else []
    return Language.of(catalogue_of(city), districts)


@cache
def language() -> Language:
    """Give the names that this city's rules may use."""
    return language_of(settings.CITY)


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def rule_files(folder: Path | None = None) -> list[Path]:
    """List the files of services, by name."""
    return sorted((folder or settings.CITY.folder / "services").glob("*.yaml"))


def read_rules(files: Iterable[Path]) -> list[Service]:
    """Read services from files.

    Raises:
        NotFound: A file is not there.
        RuleMistakes: All that is wrong in any of them.

    """
    read: list[Service] = []
    mistakes: list[RuleMistake] = []
    for file in files:
        try:
            read.append(read_service(file.read_text("utf-8"), _shown(file), language()))
        except FileNotFoundError:
            raise NotFound(f"There is no file {file}.", "Give the path of a service's file.") from None
        except RuleMistakes as several:
            mistakes.extend(several.mistakes)
    if mistakes:
        raise RuleMistakes(mistakes)
    return read


def services_of_files() -> tuple[Service, ...]:
    """Give the services of the city's folder as their files stand now."""
    return _read(_stamped())


Stamped = tuple[tuple[Path, int], ...]  # each file with when it was changed


def _stamped() -> Stamped:
    return tuple((file, file.stat().st_mtime_ns) for file in rule_files())


@lru_cache(maxsize=2)
def _read(files: Stamped) -> tuple[Service, ...]:
    return tuple(read_rules(file for file, _ in files))


def _shown(file: Path) -> str:
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)


# ── In force ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def services() -> tuple[Service, ...]:
    """Give the services with all their versions: those of the files, and those published at the desk since."""
    return _in_force(_stamped(), tuple(_PUBLISHED()))


_PUBLISHED = AskedOften(
    lambda: (
        RuleVersion.objects.filter(origin=RuleOrigin.DESK)
        .order_by("published_at")
        .values_list("service", "subject", "hash", "text")
    )
)


@lru_cache(maxsize=64)
def _in_force(files: Stamped, rows: tuple[tuple[str, str, str, str], ...]) -> tuple[Service, ...]:
    later: dict[str, dict[Any, Version]] = {}
    for service, subject, _, text in rows:
        version = version_of_text(text, service, subject)
        later.setdefault(service, {})[version.valid_from] = version
    return tuple(_with(service, later.get(service.id, {})) for service in _read(files))


def _with(service: Service, later: Mapping[Any, Version]) -> Service:
    versions = {version.valid_from: version for version in service.versions} | dict(later)
    return replace(service, versions=tuple(versions[day] for day in sorted(versions))) if later else service


def the_service(service_id: str) -> Service:
    """Find a service with its rule.

    Raises:
        NotFound: The city has none of this name.

    """
    for service in services():
        if service.id == service_id:
            return service
    raise NotFound("There is no rule of this name.", "Choose one from the list.")


def version_of_text(text: str, service: str, subject: str, *, name: str = "rule") -> Version:
    """Read one version from its own text.

    Raises:
        RuleMistakes: All that is wrong in it, each with its line.

    """
    root = read_source(text, name)
    with root.source.going_on():
        version = read_version(root, language(), service=service, subject=subject)
    root.source.settle()
    return version


def text_of(version: Version) -> str:
    """Write a version down so that the same version is read from it."""
    return dumped(version.document)


def dumped(document: Any) -> str:
    """Write a version's plain values as YAML, days as days."""
    return str(yaml.dump(_with_days(document), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110))


class _Plain(yaml.SafeDumper):
    """Writes everything out: an author should not have to follow a '*' to another line."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never stand one part for another."""
        return True


def _with_days(value: Any) -> Any:
    if isinstance(value, dict):
        return {_with_days(key): _with_days(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_days(one) for one in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    return value


def archived(version_hash: str) -> tuple[Service, Version]:
    """Give a version that decided at some time, with its service, from the archive.

    Raises:
        NotFound: No version of that hash was ever in force.

    """
    row = RuleVersion.objects.filter(hash=version_hash).first()
    if row is None:
        raise NotFound("No rule of this hash was ever in force here.", "Look at the record that names it again.")
    service = Service(row.service, {}, row.subject, ())
    return service, version_of_text(row.text, row.service, row.subject)
