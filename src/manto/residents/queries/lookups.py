"""Who looked, for the resident in words and for the auditor in counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from babel.lists import format_list
from django.db import models
from django.db.models import Count, Max, Min

from manto.residents import wording
from manto.residents.catalogue import FactKind
from manto.residents.models import Lookup, Search
from manto.residents.queries.own_pages import name_for
from manto.residents.reasons import register, say_reason
from manto.residents.reference import catalogue
from manto.store.asked_often import AskedOften

PAGE = 50
NAMED_MAX = 6

NEWEST = 2**62


class Line(NamedTuple):
    """A line as it is told: who looked at which facts, why and when."""

    id: int
    room: str
    reason: str
    who: str
    role: str
    guardian_id: UUID | None
    names: list[str]
    at: datetime


_LINES = AskedOften(
    lambda of, before: (
        Lookup.objects.filter(resident=of, id__lt=before).order_by("-id").values_list(*Line._fields)[: PAGE + 1]
    ),
    of=models.UUIDField(),
    before=models.BigIntegerField(),
)

register("residents", lambda code, language: wording.texts.say(f"reason.{code}", language))


def lookups_of(resident_id: UUID, language: str, now: datetime, *, cursor: int | None = None) -> dict[str, Any]:
    """List who looked at a resident's facts, the latest first.

    Args:
        cursor: ``next_cursor`` of the page before.

    """
    rows = _LINES(of=resident_id, before=cursor if cursor is not None else NEWEST)
    page = [Line(*row) for row in rows]
    return {
        "items": [tell(line, language, now) for line in page[:PAGE]],
        "next_cursor": str(page[PAGE - 1].id) if len(page) > PAGE else None,
    }


def tell(line: Line, language: str, now: datetime) -> dict[str, Any]:
    """Say a line in words: who, in what part, at what, why, when."""
    texts = wording.texts
    kinds = [kind for kind in catalogue() if kind.name in line.names]
    facts = [kind.label[language] for kind in kinds]
    if line.room:
        who = texts.say(f"room.{line.room}", language) if f"room.{line.room}" in texts else line.room
        role, reason, form = "room", say_reason(line.room, line.reason, language), "room"
    else:
        who, role, reason, form = line.who, line.role, line.reason, "person"
        if line.guardian_id:
            who = name_for(line.guardian_id, "acting_for", language, now)
            reason = texts.say("lookup.guardian_reads", language) if reason == "guardian_reads" else reason
    role_text = texts.say(f"role.{role}", language)
    return {
        "who": who,
        "role_text": role_text,
        "reason": reason,
        "facts": facts,
        "at": line.at,
        "day_only": bool(line.room),
        "text": texts.say(
            f"lookup.{form}", language, who=who, role=role_text, facts=_in_a_sentence(kinds, language), reason=reason
        ),
    }


def _in_a_sentence(kinds: list[FactKind], language: str) -> str:
    """Name a few facts one by one, and many by what they are about."""
    if len(kinds) <= NAMED_MAX:
        return listed([kind.label[language] for kind in kinds], language)
    about = dict.fromkeys(catalogue().groups[kind.group][language] for kind in kinds)
    return wording.texts.say("lookup.many", language, count=len(kinds), about=listed(list(about), language))


def listed(labels: list[str], language: str) -> str:
    """List labels within a sentence: small first letters, but for ISEE and its like.

    >>> listed(["Date of birth", "ISEE"], "en")
    'date of birth and ISEE'
    """
    small = [label if label[1:2].isupper() else label[:1].lower() + label[1:] for label in labels]
    return str(format_list(small, locale=language))


def lookups_count(resident_id: UUID) -> int:
    """Say how many lines a resident has."""
    return int(Lookup.objects.filter(resident=resident_id).count())


def audit(*, since: datetime | None = None, who: str = "") -> list[dict[str, Any]]:
    """Count who looked at how many residents for what reason; no names of residents and no values.

    Args:
        since: Only looks from this moment on.
        who: Only looks by whom this is part of the name, or of the room's.

    """
    looks, searches = Lookup.objects.all(), Search.objects.all()
    if since is not None:
        looks, searches = looks.filter(at__gte=since), searches.filter(at__gte=since)
    if who:
        looks = looks.filter(who__icontains=who) | looks.filter(room__icontains=who)
        searches = searches.filter(who__icontains=who)
    by_reason = looks.values("who", "role", "room", "reason").annotate(
        residents=Count("resident", distinct=True), looks=Count("id"), first=Min("at"), last=Max("at")
    )
    rows = [
        {**row, "kind": "look", "who": row["who"] or row["room"] or row["role"]} for row in by_reason.order_by("-last")
    ]
    rows += [
        {
            "who": search.who,
            "role": search.role,
            "room": "",
            "reason": search.reason,
            "residents": search.found,
            "looks": 1,
            "first": search.at,
            "last": search.at,
            "kind": "search",
        }
        for search in searches.order_by("-at")[:500]
    ]
    return sorted(rows, key=lambda row: row["last"], reverse=True)[:1000]
