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
from manto.residents.catalogue import Value
from manto.residents.commands.lookups import city_day, note_rooms_look, write_persons_line
from manto.residents.models import Account, Consent, Contest, ContestState, Fact
from manto.residents.queries.people import is_guardian
from manto.residents.readers import Guardian, Herself, Officer, Reader, Room
from manto.residents.reference import catalogue, purposes
from manto.store.asked_often import AskedOften

REASON_LENGTH_MIN = 10
REASON_LENGTH_MAX = 300


# In the order of KnownFact's fields.
COLUMNS = (
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
_IN_FORCE = AskedOften(
    lambda of: Consent.objects.filter(resident=of, withdrawn_at__isnull=True).values_list("purpose", "version"),
    of=models.UUIDField(),
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
    open_names = _open_names(of, wanted, reader, purpose)  # (2)
    on, known_at = on or city_day(now), known_at or now
    rows = _held(frozenset(open_names))(of=of, on=on, known_at=known_at) if open_names else []  # (3)
    known = {row[1]: _known(row) for row in rows}
    if contests:
        known = _with_answers(of, known)
    _leave_line(of, set(known) or wanted, reader, reason.strip(), now)  # (4)
    return known


@lru_cache(maxsize=256)
def _held(names: frozenset[str]) -> AskedOften:
    """Prepare the question for what is held of these names, and rests on no consent that is not in force."""
    return AskedOften(
        lambda of, on, known_at: (
            _open_rows(of, names)
            .filter(recorded_at__lte=known_at, valid_from__lte=on)
            .filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at))
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
            .order_by("recorded_at", "id")
            .values_list(*COLUMNS)
        ),
        of=models.UUIDField(),
        on=models.DateField(),
        known_at=models.DateTimeField(),
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
    rows = _open_rows(of, _open_names(of, wanted, reader, None)).order_by("-recorded_at", "-id")
    against = {contest.fact_id: contest for contest in _contests_of(of)}
    known = [replace(_known(row), contest=against.get(row[0])) for row in rows.values_list(*COLUMNS)]
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


def _open_names(of: UUID, wanted: set[str], reader: Reader, purpose: str | None) -> set[str]:
    """Leave out what rests on a consent that is not in force, and what a purpose does not cover."""
    kinds = [catalogue()[name] for name in wanted]
    agreed = live_purposes(of) if purpose or any(kind.purpose for kind in kinds) else set()
    names = {kind.name for kind in kinds if kind.purpose is None or kind.purpose in agreed}
    if isinstance(reader, Officer):  # what was told in confidence is not for the desk, unless she asked it to look
        asked = Contest.objects.filter(resident=of, state=ContestState.OPEN).values_list("fact__name", flat=True)
        names -= {kind.name for kind in kinds if kind.sensitive} - set(asked)
    if purpose is not None:
        names = names & set(purposes()[purpose].facts) if purpose in agreed else set()
    return names


def _open_rows(of: UUID, open_names: Iterable[str]) -> Any:
    agreed = Consent.objects.filter(resident=of, purpose=OuterRef("consent_purpose"), withdrawn_at__isnull=True)
    return Fact.objects.filter(resident=of, name__in=sorted(open_names)).filter(Q(consent_purpose="") | Exists(agreed))


def live_purposes(of: UUID) -> set[str]:
    """Name the purposes to which a resident agrees at present, in their present versions."""
    versions = {purpose.id: purpose.version for purpose in purposes()}
    return {purpose for purpose, version in _IN_FORCE(of=of) if versions.get(purpose) == version}


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
    live = Consent.objects.filter(resident=of, purpose=wanted.id, version=wanted.version, withdrawn_at__isnull=True)
    found: int | None = live.values_list("id", flat=True).first()
    return found


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
    id_, name, value, *rest = row
    return KnownFact(id_, name, catalogue()[name].from_stored(value), *rest)
