"""The page "What Manto has learned about you": every statement, and every choice that it was counted from."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from babel.dates import get_day_names
from babel.lists import format_list
from django.conf import settings

from manto.assistant.models import Choice, Outcome, TasteSettings, TasteState, WeekCount
from manto.assistant.offering.policy import LEARNED_POLICIES
from manto.assistant.preferences.portrait import Statement, portrait
from manto.assistant.preferences.times import first_quarter, monday_of
from manto.assistant.taste.learning import MEMORY
from manto.assistant.wording import date_of_quarter, kind_text, kinds_known, texts
from manto.city.wording import day_text, time_text
from manto.places.things import things_by_id
from manto.residents.queries import has_consent

SAID_ON_THE_PHONE = tuple(
    key
    for key in texts
    if key.startswith(("learned.title.", "learned.text.", "learned.how."))
    or key in ("learned.week", "learned.on_phone")
)


def learned_page(resident_id: UUID, *, now: datetime, language: str) -> dict[str, Any]:
    """Say what was learned about a resident, all of it, in words.

    Returns:
        ``state`` (learning, paused, no_consent), the statements with a share for their bar, and every choice.

    """
    rows = list(Choice.objects.filter(resident=resident_id).order_by("-quarter", "-id"))
    chosen = [(row.subject, row.category, row.quarter) for row in reversed(rows) if row.kind != Choice.REFUSED]
    refused = [(row.category, row.quarter) for row in rows if row.kind == Choice.REFUSED]
    offered, tried = _something_new(resident_id)
    here = now.astimezone(settings.CITY.time_zone)
    said = portrait(chosen, refused, new_offered=offered, new_tried=tried)
    fitted, judged = TasteState.objects.filter(id=1).values_list("fitted_at", "judged").first() or (None, None)
    return {
        "state": _state(resident_id),
        "statements": [_worded(one, here, language) for one in said],
        "choices": [_choice(row, here, language) for row in rows],
        "weeks": _weeks(resident_id, here, language),
        **_decided(resident_id),
        "words": {key.removeprefix("learned."): texts.everywhere(key).get(language) for key in SAID_ON_THE_PHONE},
        "kinds": {kind: kind_text(kind, language) for kind in kinds_known()},
        "weights_text": _weights_text(fitted, judged or {}, here, language),
    }


def _weights_text(fitted: datetime | None, judged: dict[str, Any], here: datetime, language: str) -> str:
    """Say when the shared weights were fitted, and whether the nightly forest has a say besides."""
    if fitted is None:
        return texts.say("learned.not_fitted", language)
    said = texts.say("learned.fitted", language, day=day_text(fitted.date(), language, today=here.date()))
    decided = judged.get("decided")
    if decided not in ("better", "no_better"):
        return said
    return f"{said} {texts.say(f'learned.trees.{decided}', language, count=judged['sittings'])}"


def _state(resident_id: UUID) -> str:
    if not has_consent(resident_id, MEMORY):
        return "no_consent"
    paused = TasteSettings.objects.filter(resident=resident_id, paused=True).exists()
    return "paused" if paused else "learning"


def _decided(resident_id: UUID) -> dict[str, Any]:
    """Give what she decided about being learned."""
    row = TasteSettings.objects.filter(resident=resident_id).first() or TasteSettings()
    return {"on_phone": row.on_phone, "shared": row.shared, "brief_at": row.brief_at}


def _weeks(resident_id: UUID, here: datetime, language: str) -> list[dict[str, Any]]:
    """Say what was learned when: the kinds chosen in each week, the latest first."""
    weeks: dict[int, Counter[str]] = defaultdict(Counter)
    for week, category, count in WeekCount.objects.filter(resident=resident_id).values_list(
        "week", "category", "count"
    ):
        weeks[week][category] += count
    return [
        {
            "begins": monday_of(week),
            "title": texts.say("learned.week", language, day=date_of_quarter(first_quarter(week), language, here)),
            "count": counts.total(),
            "kinds": [
                {"kind": kind, "text": kind_text(kind, language), "count": count}
                for kind, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
            ],
        }
        for week, counts in sorted(weeks.items(), reverse=True)
    ]


def _something_new(resident_id: UUID) -> tuple[int, int]:
    """Count what was offered as new (the slot that is drawn), and what of it was chosen."""
    drawn = Outcome.objects.filter(resident=resident_id, policy__in=LEARNED_POLICIES, propensity__lt=1)
    offered = set(drawn.filter(kind=Outcome.SHOWN).values_list("subject", flat=True))
    tried = set(drawn.filter(kind__in=(Outcome.ACCEPTED, Outcome.DONE)).values_list("subject", flat=True))
    return len(offered), len(offered & tried)


def _worded(statement: Statement, here: datetime, language: str) -> dict[str, Any]:
    values = dict(statement.values)
    if "category" in values:
        kind = kind_text(values.pop("category"), language)
        values["kind"] = kind[:1].upper() + kind[1:] if statement.code == "kind" else kind
    if "since" in values:
        values["day"] = date_of_quarter(values.pop("since"), language, here)
    code = statement.code
    if code == "hours":
        names = get_day_names("wide", locale=language)
        values["days"] = format_list([names[day] for day in values["days"]], locale=language)
        code = f"hours.{values.pop('part')}"
    return {
        "code": statement.code,
        "title": texts.say(f"learned.title.{code}", language, **values),
        "text": texts.say(f"learned.text.{statement.code}", language, **values),
        "share": round(statement.share, 3),
    }


def _choice(row: Choice, here: datetime, language: str) -> dict[str, Any]:
    thing = things_by_id().get(row.subject)
    name = (thing.names.get(language) or next(iter(thing.names.values()), "")) if thing else ""
    at = datetime.combine(date(1970, 1, 1), datetime.min.time()) + timedelta(minutes=15 * row.quarter)
    return {
        "id": row.id,
        "title": name or kind_text(row.category, language) or texts.say("learned.gone", language),
        "how": texts.say(f"learned.how.{row.kind}", language),
        "kind": kind_text(row.category, language),
        "day": at.date(),
        "when": f"{day_text(at.date(), language, today=here.date())}, {time_text(at)}",
    }
