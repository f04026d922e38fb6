"""What the staff sees: each role its own desk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Min

from manto.kernel.errors import BadInput, NotFound
from manto.residents import desks, wording
from manto.residents.commands.lookups import city_day, write_search_line
from manto.residents.models import Account, Contest, ContestState, Fact, Resident
from manto.residents.queries.facts import KnownFact, read_facts, read_history
from manto.residents.queries.lookups import lookups_count
from manto.residents.queries.own_pages import NAMES, answer_due, full_name, grouped, tell, tell_contest
from manto.residents.readers import Officer
from manto.residents.reference import catalogue, place_names
from manto.store.command import command

FOUND_MAX = 20
QUERY_LENGTH_MIN = 3
CELL_MIN = 5
COVERAGE_KEPT_S = 600
TELLING_APART = (*NAMES, "person.birth", "home.street")
# The same words as in the condition of the index: SQLite uses a partial index only where it can read that it applies.
IS_A_NAME = "name IN ('person.given_name', 'person.family_name')"


def desk_of(clerk: desks.Clerk, now: datetime) -> dict[str, Any]:
    """Gather a desk: whose it is, what is on it, what is due first."""
    return {
        "role": clerk.role.value,
        "role_text": wording.texts.say(f"role.{clerk.role.value}", clerk.language),
        "name": str(Account.objects.get(id=clerk.account_id)),
        "menu": [
            {
                "id": part.value,
                "title": wording.texts.say(f"desk.part.{part.value}", clerk.language),
                "pages": [{"id": page, "title": title} for page, title in pages],
            }
            for part, pages in desks.menu_of(clerk).items()
        ],
        "queue": desks.tasks_of(clerk, now),
    }


def open_contests(clerk: desks.Clerk, now: datetime) -> list[desks.Task]:
    """List the contests that wait for a decision, the oldest first, without the name of anybody."""
    waiting = Contest.objects.filter(state=ContestState.OPEN).select_related("fact").order_by("contested_at", "id")
    return [
        desks.Task(
            kind="contest",
            subject=str(contest.id),
            title=wording.texts.say(
                "desk.contest_waits", clerk.language, label=_label(contest.fact.name, clerk.language)
            ),
            text=contest.reason,
            due=answer_due(contest),
            href=f"/desk/contests/{contest.id}",
        )
        for contest in waiting[: desks.TASKS_OF_A_SOURCE_MAX]
    ]


@command
def find_residents(query: str, account_id: UUID, reason: str, language: str, now: datetime) -> list[dict[str, Any]]:
    """Find residents by the beginnings of their names; the search and each look at somebody found are recorded.

    Raises:
        BadInput: Fewer than three letters, or no reason.

    """
    words = query.split()
    if len("".join(words)) < QUERY_LENGTH_MIN:
        raise BadInput("A search needs three letters at least.", "Write more of the name.")
    found = Resident.objects.all()
    for word in words:
        named = Fact.objects.extra(where=[IS_A_NAME])  # noqa: S610 - a constant
        named = named.filter(superseded_at__isnull=True, value__istartswith=word)
        found = found.filter(id__in=named.values("resident"))
    ids = list(found.order_by("id").values_list("id", flat=True)[:FOUND_MAX])
    reader = Officer(account_id)
    if not ids:  # nobody to leave a line with, but the search is recorded, so its reason is checked all the same
        _need_reason(reason)
    told = []
    for resident_id in ids:
        facts = read_facts(resident_id, TELLING_APART, reader, reason, now)
        told.append({"id": resident_id, "name": full_name(facts, language), **_apart(facts, language)})
    write_search_line(account_id, reason=reason.strip(), found=len(ids), now=now)
    return sorted(told, key=lambda row: str(row["name"]))


def _apart(facts: dict[str, KnownFact], language: str) -> dict[str, Any]:
    return {
        key: wording.value_text(catalogue()[name], facts[name].value, language, place_names(language))
        if name in facts
        else None
        for key, name in (("birth_text", "person.birth"), ("street", "home.street"))
    }


def _need_reason(reason: str) -> None:
    if len(reason.strip()) < 10:
        raise BadInput("A search needs a reason.", "Say in 10 letters or more why you look.")


def resident_for_desk(resident_id: UUID, account_id: UUID, reason: str, language: str, now: datetime) -> dict[str, Any]:
    """Show a resident to a member of staff, who leaves a line.

    Raises:
        NotFound: No such resident.
        BadInput: No reason.

    """
    if not Resident.objects.filter(id=resident_id).exists():
        raise NotFound("There is no such resident.", "Search again: the entry may have been erased.")
    names = [kind.name for kind in catalogue() if not kind.sensitive]
    facts = read_facts(resident_id, names, Officer(account_id), reason, now, contests=True)
    return {
        "id": resident_id,
        "name": full_name(facts, language),
        "groups": grouped(facts.values(), language),
        "lookups": lookups_count(resident_id),
    }


def contest_for_desk(contest_id: int, account_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    """Show a contest with its fact and all that was ever recorded of it; the registrar leaves a line.

    The fact is absent when the resident has withdrawn the consent that it rested on.

    Raises:
        NotFound: No such contest.

    """
    contest = Contest.objects.select_related("fact").filter(id=contest_id).first()
    if contest is None:
        raise NotFound("There is no such contest.", "Go back to the queue.")
    name, of = contest.fact.name, contest.resident_id
    spoken = Resident.objects.get(id=of).language
    reason = wording.texts.say("contest.read_to_decide", spoken, label=_label(name, spoken))
    reader = Officer(account_id)
    facts = read_facts(of, NAMES, reader, reason, now)
    history = read_history(of, name, reader, reason, now)
    contested = next((row for row in history if row.id == contest.fact_id), None)
    return {
        "id": contest.id,
        "state": contest.state,
        "resident": {"id": of, "name": full_name(facts, language)},
        "reason": contest.reason,
        "contested_at": contest.contested_at,
        "due": answer_due(contest),
        "decision": contest.decision or None,
        "legal_basis": contest.legal_basis or None,
        "text": tell_contest(contest, language)["text"],
        "type": catalogue()[name].type,
        "fact": tell(contested, language) if contested else None,
        "history": [{**tell(row, language), "superseded_at": row.superseded_at} for row in history],
    }


def coverage(language: str, now: datetime) -> list[dict[str, Any]]:
    """Say for each fact of how many residents the city knows it; what is known of fewer than five is not counted.

    Counted at most every ten minutes: it goes over all facts.
    """
    residents, rows = cache.get_or_set(
        f"residents.coverage.{city_day(now)}", lambda: _count_facts(now), COVERAGE_KEPT_S
    )
    told = []
    for kind in catalogue():
        of_kind = rows.get(kind.name, [])
        known = sum(row["known"] for row in of_kind)
        hidden = 0 < known < CELL_MIN
        told.append(
            {
                "name": kind.name,
                "label": kind.label[language],
                "residents": None if hidden else known,
                "share_pct": None if hidden or not residents else round(100 * known / residents, 1),
                "oldest": None if hidden or not of_kind else min(row["oldest"] for row in of_kind),
                "sources": sorted(row["source_kind"] for row in of_kind if row["known"] >= CELL_MIN),
                "hidden": hidden,
            }
        )
    return told


def known_of_all(residents: Collection[UUID], today: date) -> set[str]:
    """Name the facts that are known of each of some residents; of whom, and with what value, is not told."""
    believed = Fact.objects.filter(resident__in=residents, superseded_at__isnull=True, valid_from__lte=today)
    rows = believed.exclude(valid_to__lte=today).values("name").annotate(known=Count("resident", distinct=True))
    return {row["name"] for row in rows if row["known"] == len(residents)}


def _count_facts(now: datetime) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    today = city_day(now)
    believed = Fact.objects.filter(superseded_at__isnull=True, valid_from__lte=today).exclude(valid_to__lte=today)
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in believed.values("name", "source_kind").annotate(known=Count("id"), oldest=Min("recorded_at")):
        rows.setdefault(row["name"], []).append(row)
    return Resident.objects.count(), rows


def staff_list() -> list[dict[str, Any]]:
    """List the accounts of the staff."""
    accounts = Account.objects.exclude(role="").order_by("name", "email")
    return [
        {
            "id": account.id,
            "name": str(account),
            "email": account.email,
            "role": account.role,
            "active": account.is_active,
            "last_signed_in": account.last_login,
        }
        for account in accounts
    ]


def _label(name: str, language: str) -> str:
    return catalogue()[name].label[language]
