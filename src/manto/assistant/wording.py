"""Saying an offer: when, and why, in words made only of its own reasons."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date
from babel.lists import format_list

from manto.assistant.offering.offers import Chosen, Reason
from manto.assistant.offering.plain_rules import said
from manto.city.texts import Texts
from manto.city.wording import day_text, distance_text, time_text
from manto.places.categories import catalogue

texts = Texts.of_room(__package__)


def greeting(now: datetime, name: str, language: str) -> str:
    """Greet by the time of day, and by name where it is known."""
    part = "morning" if 4 <= now.hour < 13 else "afternoon" if now.hour < 18 and now.hour >= 13 else "evening"
    return texts.say(f"greeting.{part}" if name else f"greeting.{part}_unnamed", language, name=name)


def why_parts(chosen: Chosen, now: datetime, language: str) -> list[tuple[str, str]]:
    """Say each reason of an offer: its code and its words."""
    return [(reason.code, reason_text(reason, now, language)) for reason in said(chosen)]


def why(chosen: Chosen, now: datetime, language: str) -> str:
    """Say why an offer is shown, in one sentence."""
    reasons = [text for _, text in why_parts(chosen, now, language)]
    joined = format_list(reasons, locale=language)
    if language == "it":
        joined = joined.replace(" e è ", " ed è ")  # as it is spoken
    return texts.say("why.sentence", language, reasons=joined)


def when_text(chosen: Chosen, now: datetime, language: str) -> str | None:
    """Say when it is, for the mark above the title; nothing when there is no hurry to know."""
    candidate = chosen.candidate
    if candidate.starts is None:
        return None
    if candidate.starts <= now:
        return texts.say("when.until", language, time=time_text(candidate.ends)) if candidate.ends else None
    text = texts.say(
        f"when.{_which_day(candidate.starts, now)}", language, **_day_and_time(candidate.starts, now, language)
    )
    return text[:1].upper() + text[1:]


def reason_text(reason: Reason, now: datetime, language: str) -> str:
    """Say one reason, as it stands after "Because"."""
    values = dict(reason.values)
    code = reason.code
    if code == "near":
        values["distance"] = distance_text(values.pop("metres"), language)
    elif code == "starts":
        at = values.pop("at")
        code, values = _which_day(at, now), _day_and_time(at, now, language)
    elif code in ("open_until", "under_way"):
        values["time"] = time_text(values.pop("at", None) or values.pop("until"))
    elif code in ("learned_kind", "learned_hour"):
        values["kind"] = kind_text(values.pop("category"), language)
        if "since" in values:
            values["day"] = date_of_quarter(values.pop("since"), language, now)
    return texts.say(f"why.{code}", language, **values)


def kind_text(category: str, language: str) -> str:
    """Say a kind of place or event as one says what one likes."""
    kind = category.removeprefix("event:")
    key = f"kinds.{category.replace(':', '_')}"
    if key in texts:
        return texts.say(key, language)
    known = catalogue().get(kind)
    return known.name.get(language, known.name["en"]).lower() if known else kind


def kinds_known() -> list[str]:
    """Name every kind that has words of its own."""
    kinds = (key.removeprefix("kinds.") for key in texts if key.startswith("kinds."))
    return [kind.replace("event_", "event:").replace("service_", "service:") for kind in kinds]


def date_of_quarter(quarter: int, language: str, now: datetime) -> str:
    """Say the day of a quarter of an hour, with its year only when that is not this year's."""
    day = date(1970, 1, 1) + timedelta(days=quarter // 96)
    return format_date(day, "d MMMM" if day.year == now.year else "d MMMM y", locale=language)


def _which_day(at: datetime, now: datetime) -> str:
    if at.date() == now.date():
        return "today_at"
    return "tomorrow_at" if at.date() == now.date() + timedelta(days=1) else "day_at"


def _day_and_time(at: datetime, now: datetime, language: str) -> dict[str, str]:
    return {"day": day_text(at.date(), language, today=now.date()), "time": time_text(at)}
