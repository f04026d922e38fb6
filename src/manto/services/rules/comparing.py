"""What differs between two files of one service, said line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from manto.services.rules.explaining import say_value
from manto.services.rules.service import Condition, DatedParameter, Service, Version


def differences_of(before: Service, after: Service) -> Iterator[str]:
    """Say what changed between two states of a service's file, version by version.

    A version that was changed in place is named as such: what it decided is then explained by other words.
    """
    old = {version.valid_from: version for version in before.versions}
    new = {version.valid_from: version for version in after.versions}
    for day in sorted(old.keys() | new.keys()):
        if day not in new:
            yield f"{day}: this version is gone; what it decided can be explained from the archive alone"
        elif day not in old:
            base = before.version_on(day)
            yield f"{day}: a new version" + ("" if base else ", the first")
            if base is not None:
                yield from (f"  {line}" for line in _of_versions(base, new[day]))
        elif old[day].hash != new[day].hash:
            yield f"{day}: changed in place; a new law adds a version instead"
            yield from (f"  {line}" for line in _of_versions(old[day], new[day]))


def _of_versions(old: Version, new: Version) -> Iterator[str]:
    yield from _of_parameters(old, new)
    conditions = [{one.name: one for one in version.conditions} for version in (old, new)]
    for version, found in zip((old, new), conditions, strict=True):
        if version.applies is not None:
            found["applies"] = version.applies
    for name in dict.fromkeys([*conditions[0], *conditions[1]]):
        yield from _of_conditions(name, conditions[0].get(name), conditions[1].get(name))
    if old.rank != new.rank:
        yield "the points of the ranking list changed"
    if old.notify != new.notify:
        yield "when it is told changed"


def _of_conditions(name: str, old: Condition | None, new: Condition | None) -> Iterator[str]:
    if old is None and new is not None:
        yield f"{name}: new, {_said(new)}"
    elif new is None and old is not None:
        yield f"{name}: gone, it was {_said(old)}"
    elif old is not None and new is not None:
        if (old.text, old.only_if) != (new.text, new.only_if):
            yield f"{name}: {_said(old)}, now {_said(new)}"
        if old.why != new.why:
            yield f"{name}: other words, '{new.why['en']}'"
        if old.law != new.law:
            yield f"{name}: another source of law"


def _said(condition: Condition) -> str:
    return "confirmed by the resident" if condition.attested else f"'{' '.join(condition.text.split())}'"


def _of_parameters(old: Version, new: Version) -> Iterator[str]:
    for name in dict.fromkeys([*old.parameters, *new.parameters]):
        was, now = old.parameters.get(name), new.parameters.get(name)
        values = [set() if dated is None else set(dated.values) for dated in (was, now)]
        for day, value in sorted(values[1] - values[0]):
            yield f"{name}: {_value(now, value)} from {day}"
        for day, value in sorted(values[0] - values[1]):
            yield f"{name}: no longer {_value(was, value)} from {day}"


def _value(dated: DatedParameter | None, value: object) -> str:
    return say_value(value, dated.type if dated else "text", "en", date.isoformat)
