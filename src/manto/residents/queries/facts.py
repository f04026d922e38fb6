"""Reading facts. There is one way, and it leaves a line.

1. Who reads must be allowed to and must say why.
2. A fact that rests on consent is given only while that consent is in force; whoever asks for a purpose of their own
   gets only what that purpose covers, and only while the resident agrees to it. The statement that fetches the values
   asks for the consent once more, so that a withdrawal between the two cannot be missed.
3. What is given is what held on the day asked about, as the city knew it at the moment asked about.
4. The line that says who looked at what is written before any value is handed over. Where nothing is known, it says
   what was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from manto.kernel.errors import BadInput, NotAllowed
from manto.residents.catalogue import FactKind, Value
from manto.residents.commands.lookups import city_day, note_rooms_look, write_persons_line
from manto.residents.models import Account, Consent, Contest, ContestState, Fact
from manto.residents.queries.people import is_guardian
from manto.residents.readers import Guardian, Herself, Officer, Reader, Room
from manto.residents.reference import catalogue, purposes
from manto.store.asked_often import AskedOften

REASON_LENGTH_MIN = 10
REASON_LENGTH_MAX = 300


# In the order of KnownFact's fields, after whose it is.
COLUMNS = (
    "resident",
    "id",
    "name",
    "value",
    "source_kind",
    "source_ref",
    "consent_purpose",
    "valid_from",
    "valid_to",
    "recorded_at",
    "superseded_at",
)
_LIVE = AskedOften(
    lambda of, purpose: Consent.objects.filter(resident=of, purpose=purpose, withdrawn_at__isnull=True).values_list(
        "id", "version"
    ),
    of=models.UUIDField(),
    purpose=models.CharField(),
)
_CONTESTED = AskedOften(lambda of: Contest.objects.filter(resident=of).values_list("id")[:1], of=models.UUIDField())


@dataclass(frozen=True)
class KnownFact:
    """A fact as it was read.

    Attributes:
        superseded_at: When the city stopped believing so; none while it does.
        contest: The resident's latest contest of it, where one was asked for and there is one.

    """

    id: int
    name: str
    value: Value
    source_kind: str
    source_ref: str
    consent_purpose: str
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None = None
    contest: Any = None


def read_facts(
    of: UUID,
    names: Iterable[str],
    reader: Reader,
    reason: str,
    now: datetime,
    *,
    purpose: str | None = None,
    on: date | None = None,
    known_at: datetime | None = None,
    contests: bool = False,
) -> dict[str, KnownFact]:
    """Read what is known of a resident; whoever reads leaves a line that she can read.

    Args:
        of: Whom the facts are about.
        names: Which facts, by their names in the catalogue.
        reader: Who reads. A resident who reads of herself leaves no line; everybody else does.
        reason: Why, for a member of staff in at least ten letters; for a room the code of a reason.
        now: The moment of reading.
        purpose: A purpose of consent for which this is read; without that consent nothing is given.
        on: The day on which the facts hold; today if none is given.
        known_at: As the city knew it then; as it knows now if none is given.
        contests: Whether to tell what she said against a fact and what became of it.

    Returns:
        The facts that are known, by name; what is unknown or closed is absent.

    Raises:
        UnknownName: A name that the catalogue does not hold.
        NotAllowed: A guardian of somebody else, or an account that is not staff.
        BadInput: No reason.
        NotFound: No such resident; somebody erased meanwhile is nobody.

    """
    wanted = {catalogue()[name].name for name in names}
    _check(of, reader, reason.strip(), now)  # (1)
    known = _known_of([of], wanted, reader, now, purpose=purpose, on=on, known_at=known_at)[of]  # (2), (3)
    if contests:
        known = _with_answers(of, known)
    _leave_line(of, set(known) or wanted, reader, reason.strip(), now)  # (4)
    return known


def read_facts_of_each(
    several: Iterable[UUID], names: Iterable[str], room: Room, reason: str, now: datetime, *, purpose: str | None = None
) -> dict[UUID, dict[str, KnownFact]]:
    """Read the same of several residents for a room, on the terms of ``read_facts``, in as many questions as of one.

    Each has her own consents, and each finds a line of her own.
    """
    of_each = list(dict.fromkeys(several))
    wanted = {catalogue()[name].name for name in names}
    for of in of_each:
        _check(of, room, reason.strip(), now)  # (1)
    known = _known_of(of_each, wanted, room, now, purpose=purpose)  # (2), (3)
    for of in of_each:
        _leave_line(of, set(known[of]) or wanted, room, reason.strip(), now)  # (4)
    return known


def _known_of(
    several: list[UUID],
    wanted: set[str],
    reader: Reader,
    now: datetime,
    *,
    purpose: str | None,
    on: date | None = None,
    known_at: datetime | None = None,
) -> dict[UUID, dict[str, KnownFact]]:
    """Give what is open of each resident, by name."""
    known: dict[UUID, dict[str, KnownFact]] = {of: {} for of in several}
    open_names = _open_names(several, wanted, reader, purpose)
    asked = [of for of in several if open_names[of]]
    if not asked:
        return known
    names = frozenset[str]().union(*open_names.values())
    moment = {"on": on or city_day(now), "known_at": known_at or now}
    for row in _held(names, len(asked))(**_whose(asked), **moment):
        if row[2] in open_names[row[0]]:
            known[row[0]][row[2]] = _known(row)
    return known


def _whose(several: list[UUID]) -> dict[str, UUID]:
    """Name residents as a question for so many takes them."""
    return {f"of_{at}": of for at, of in enumerate(several)}


def _so_many(count: int) -> dict[str, models.Field[Any, Any]]:
    return {f"of_{at}": models.UUIDField() for at in range(count)}


@lru_cache(maxsize=256)
def _held(names: frozenset[str], count: int) -> AskedOften:
    """Prepare the question for what is held of so many, of these names, and rests on no consent that is not in force."""
    return AskedOften(
        lambda on, known_at, **several: (
            _open_rows(several.values(), names)
            .filter(recorded_at__lte=known_at, valid_from__lte=on)
            .filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at))
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
            .order_by("recorded_at", "id")
            .values_list(*COLUMNS)
        ),
        on=models.DateField(),
        known_at=models.DateTimeField(),
        **_so_many(count),
    )


def _with_answers(of: UUID, known: dict[str, KnownFact]) -> dict[str, KnownFact]:
    """Give each fact its latest contest; one that a contest brought about has that one: its answer stands with it."""
    said = _contests_of(of)
    against = {contest.fact_id: contest for contest in said}
    answers = {
        (contest.fact.name, contest.decided_at): contest for contest in said if contest.state == ContestState.AMENDED
    }
    return {
        name: replace(fact, contest=against.get(fact.id) or answers.get((name, fact.recorded_at)))
        for name, fact in known.items()
    }


def _contests_of(of: UUID) -> list[Contest]:
    """List what a resident has contested, the latest last; most have contested nothing, and that is asked first."""
    if not _CONTESTED(of=of):
        return []
    return list(Contest.objects.filter(resident=of).select_related("fact").order_by("contested_at"))


def read_history(of: UUID, name: str, reader: Reader, reason: str, now: datetime) -> list[KnownFact]:
    """Read all that was ever recorded of one fact and is still kept, the latest first; on the terms of ``read_facts``."""
    wanted = {catalogue()[name].name}
    _check(of, reader, reason.strip(), now)
    rows = _open_rows([of], _open_names([of], wanted, reader, None)[of]).order_by("-recorded_at", "-id")
    against = {contest.fact_id: contest for contest in _contests_of(of)}
    known = [replace(_known(row), contest=against.get(row[1])) for row in rows.values_list(*COLUMNS)]
    _leave_line(of, wanted, reader, reason.strip(), now)
    return known


def _check(of: UUID, reader: Reader, reason: str, now: datetime) -> None:
    if len(reason) > REASON_LENGTH_MAX:
        raise BadInput("The reason is too long.", f"Say it in {REASON_LENGTH_MAX} characters.")
    match reader:
        case Officer(account_id):
            if len(reason) < REASON_LENGTH_MIN:
                raise BadInput(
                    "A look at a resident's facts needs a reason.",
                    f"Say in {REASON_LENGTH_MIN} letters or more what you need them for; the resident will read it.",
                )
            if not Account.objects.filter(id=account_id, is_active=True).exclude(role="").exists():
                raise NotAllowed("Only the city's staff may look.", "Sign in with your staff account.")
        case Guardian(resident_id):
            if not is_guardian(resident_id, of, on=city_day(now)):
                raise NotAllowed("You are not this child's guardian.", "Ask the registrar if you should be.")
        case Room(name):
            if not reason or not name:
                raise BadInput("A room must say which it is and why it reads.", "Give both.")
        case Herself():
            pass


def _open_names(several: list[UUID], wanted: set[str], reader: Reader, purpose: str | None) -> dict[UUID, set[str]]:
    """Leave out, for each, what rests on a consent that is not in force, and what a purpose does not cover."""
    kinds = [catalogue()[name] for name in wanted]
    asks_consent = purpose or any(kind.purpose for kind in kinds)
    agreed = _live_purposes_of(several) if asks_consent else {}
    return {of: _open_to(of, kinds, agreed.get(of, set()), reader, purpose) for of in several}


def _open_to(of: UUID, kinds: list[FactKind], agreed: set[str], reader: Reader, purpose: str | None) -> set[str]:
    names = {kind.name for kind in kinds if kind.purpose is None or kind.purpose in agreed}
    if isinstance(reader, Officer):  # what was told in confidence is not for the desk, unless she asked it to look
        asked = Contest.objects.filter(resident=of, state=ContestState.OPEN).values_list("fact__name", flat=True)
        names -= {kind.name for kind in kinds if kind.sensitive} - set(asked)
    if purpose is not None:
        names = names & set(purposes()[purpose].facts) if purpose in agreed else set()
    return names


def _open_rows(several: Iterable[UUID], open_names: Iterable[str]) -> Any:
    these = list(several)  # named twice, so that PostgreSQL looks for their consents and not through everybody's
    theirs = Consent.objects.filter(resident__in=these, withdrawn_at__isnull=True)
    agreed = theirs.filter(resident=OuterRef("resident"), purpose=OuterRef("consent_purpose"))
    held = Fact.objects.filter(resident__in=these, name__in=sorted(open_names))
    return held.filter(Q(consent_purpose="") | Exists(agreed))


def live_purposes(of: UUID) -> set[str]:
    """Name the purposes to which a resident agrees at present, in their present versions."""
    return _live_purposes_of([of])[of]


def _live_purposes_of(several: list[UUID]) -> dict[UUID, set[str]]:
    versions = {purpose.id: purpose.version for purpose in purposes()}
    agreed: dict[UUID, set[str]] = {of: set() for of in several}
    for of, purpose, version in _in_force(len(several))(**_whose(several)):
        if versions.get(purpose) == version:
            agreed[of].add(purpose)
    return agreed


@lru_cache(maxsize=64)
def _in_force(count: int) -> AskedOften:
    """Prepare the question for the consents of so many that were not taken back."""
    return AskedOften(
        lambda **several: Consent.objects.filter(
            resident__in=list(several.values()), withdrawn_at__isnull=True
        ).values_list("resident", "purpose", "version"),
        **_so_many(count),
    )


def has_consent(of: UUID, purpose: str) -> bool:
    """Say whether a resident agrees to a purpose at present.

    Raises:
        UnknownName: No such purpose.

    """
    return purposes()[purpose].id in live_purposes(of)


def is_in_force(purpose: str, version: int) -> bool:
    """Say whether a consent to this version of a purpose is one to what the purpose says today."""
    return version == {one.id: one.version for one in purposes()}.get(purpose)


def live_consent(of: UUID, purpose: str) -> int | None:
    """Give the consent under which a resident agrees to a purpose at present; None when she does not.

    Raises:
        UnknownName: No such purpose.

    """
    wanted = purposes()[purpose]
    return next((id_ for id_, version in _LIVE(of=of, purpose=wanted.id) if version == wanted.version), None)


def _leave_line(of: UUID, names: set[str], reader: Reader, reason: str, now: datetime) -> None:
    match reader:
        case Officer(account_id):
            write_persons_line(of, names, reason=reason, now=now, account_id=account_id)
        case Guardian(resident_id):
            write_persons_line(of, names, reason=reason, now=now, guardian_id=resident_id)
        case Room(name):
            note_rooms_look(of, names, room=name, reason=reason, now=now)
        case Herself():
            pass


def _known(row: tuple[Any, ...]) -> KnownFact:
    """Read a row of ``COLUMNS``."""
    _, id_, name, value, *rest = row
    return KnownFact(id_, name, catalogue()[name].from_stored(value), *rest)
