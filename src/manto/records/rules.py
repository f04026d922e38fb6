"""The rules that a record type may name in its data: each looks at a proposal and says what is wrong with it. Pure.

| rule | settings | refuses |
|---|---|---|
| `shares_make_one` | field | owners whose shares do not add up to one |
| `conserves` | field, shares, from | a split or merge that makes, loses or shifts some of a quantity |
| `allowed_pairs` | fields, pairs, law | two fields that do not go together, as an activity and a land use |
| `lasts_at_most` | from, to, years or days | what would last too long |
| `in_order` | fields | days that are not one after the other |
| `not_after_today` | field | a day that has not come |
| `of_age` | field, years | somebody too young |
| `freezes_before` | calendar, days, kinds, law | changes shortly before a day of the calendar; they wait until after it |
| `signer_when` | field, equals, role, law | what lacks the signature that a case asks for |
| `names_as_registered` | surname, given_names, birth | a name that the civil register does not have |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from manto.records.dividing import parts_of
from manto.records.proposal import Fault, Proposal

Rule = Callable[[Proposal, Mapping[str, Any]], Iterator[Fault]]


def shares_make_one(of: Proposal, settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Refuse owners whose shares do not add up to one."""
    parties = of.fields.get(settings["field"], ())
    total = sum((Fraction(party["share"]) for party in parties), Fraction(0))
    if total != 1:
        yield Fault("shares", {"total": str(total)}, settings["field"])


def conserves(of: Proposal, settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Refuse a split or a merge that makes or loses something, or gives to one what was another's."""
    name = settings["field"]
    if not of.sources:
        return
    before = sum(source[name] for source in of.sources)
    after = sum(result[name] for result in of.results)
    if before != after:
        yield Fault("not_conserved", {"before": before, "after": after}, name)
    elif "shares" in settings:
        shares = settings["shares"]
        if not of.keeps_holders or parts_of(of.sources, name, shares) != parts_of(of.results, name, shares):
            yield Fault("owners_changed", {}, shares)


def allowed_pairs(of: Proposal, settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Refuse two fields that do not go together."""
    one, two = settings["fields"]
    if of.fields.get(two) not in settings["pairs"].get(of.fields.get(one), ()):
        yield Fault("not_allowed_there", {"one": of.fields.get(one), "two": of.fields.get(two)}, two)


def lasts_at_most(of: Proposal, settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Refuse what would last longer than it may."""
    begin = _day(of.fields[settings["from"]]) if "from" in settings else of.today
    years = settings.get("years")
    latest = _years_after(begin, years) if years else begin + timedelta(days=settings["days"])
    if _day(of.fields[settings["to"]]) > latest:
        yield Fault("too_long", {"latest": latest.isoformat()}, settings["to"])


def in_order(of: Proposal, settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Refuse days that are not one after the other."""
    names = [name for name in settings["fields"] if name in of.fields]
    days = [_day(of.fields[name]) for name in names]
    if days != sorted(days):
        yield Fault("days_out_of_order", {}, names[-1])


def not_after_today(of: Proposal, settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Refuse a day that has not come yet."""
    if _day(of.fields[settings["field"]]) > of.today:
        yield Fault("in_the_future", {}, settings["field"])


def of_age(of: Proposal, settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Refuse somebody who is too young on the day from which it holds."""
    if _years_after(_day(of.fields[settings["field"]]), settings["years"]) > (of.effective_on or of.today):
        yield Fault("too_young", {"years": settings["years"]}, settings["field"])


def freezes_before(of: Proposal, settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Refuse changes shortly before a day of the calendar; they queue until after it."""
    if of.kind not in settings["kinds"]:
        return
    for day in of.calendar.get(settings["calendar"], ()):
        if day - timedelta(days=settings["days"]) <= of.today <= day:
            yield Fault("frozen", {"until": (day + timedelta(days=1)).isoformat()})


def signer_when(of: Proposal, settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Refuse what lacks the signature that its case asks for."""
    is_such_a_case = of.kind == "issue" and of.fields.get(settings["field"]) == settings["equals"]
    if is_such_a_case and settings["role"] not in of.signers:
        yield Fault("signer_missing", {"role": settings["role"]}, settings["field"])


def names_as_registered(of: Proposal, settings: Mapping[str, Any]) -> Iterator[Fault]:
    """Refuse a name or a day of birth that is not what the civil register says."""
    for registered, name in settings.items():
        known = of.registered.get(registered)
        if registered != "rule" and known and str(of.fields.get(name, "")).casefold() != known.casefold():
            yield Fault("not_as_registered", {}, name)


RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        shares_make_one,
        conserves,
        allowed_pairs,
        lasts_at_most,
        in_order,
        not_after_today,
        of_age,
        freezes_before,
        signer_when,
        names_as_registered,
    )
}


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return date(day.year + years, 3, 1)
