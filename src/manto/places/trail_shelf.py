"""The trails of this city: kept, shown to phones without their answers, and walked by groups that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.places.commands import count_version
from manto.places.layer import DESK_SOURCE
from manto.places.models import HuntGroup, Totem, Trail
from manto.places.snapshot import Snapshot, snapshot
from manto.places.totem_codes import ALPHABET
from manto.places.trails import check_trail, public_form
from manto.residents.city_key import named_key
from manto.store.command import command

GROUP_LIVES = timedelta(days=1)
GROUPS_MAX = 20_000
GROUP_CODE = re.compile(f"[{ALPHABET}]{{6}}")

_shown: dict[str, tuple[dict[str, Any], ...]] = {}


def shown_trails() -> tuple[dict[str, Any], ...]:
    """List the trails as phones hold them."""
    held = snapshot()
    if held.version not in _shown:
        _shown.clear()
        _shown[held.version] = tuple(_public(trail.content, held) for trail in Trail.objects.filter(shown=True))
    return _shown[held.version]


def shown_trail(id_: str) -> dict[str, Any]:
    """Give one trail as phones hold it.

    Raises:
        NotFound: There is none that is shown.

    """
    found = next((trail for trail in shown_trails() if trail["id"] == id_), None)
    if found is None:
        raise NotFound(f"There is no trail '{id_}'.", "The list shows those that there are.")
    return found


def _public(content: dict[str, Any], held: Snapshot) -> dict[str, Any]:
    places = held.places([stop["place"] for stop in content["stops"]])
    codes: dict[str, list[str]] = {}
    for totem in Totem.objects.filter(revoked_at=None, place__in=list(places)):
        codes.setdefault(totem.place, []).append(totem.code)
    return public_form(
        content,
        key=bytes(named_key("trails")),
        place_of=places.get,
        codes_of=lambda place: codes.get(place, []),
    )


@command
def keep_trails(contents: Iterable[dict[str, Any]], *, city: str, now: datetime) -> int:
    """Keep the trails of a city's folder; those that an editor has written since stay as they are.

    Args:
        contents: As the files say; places by the ids of the folder.
        city: Its id, which begins the id of each place.
        now: When.

    Returns:
        How many are new or changed.

    Raises:
        BadInput: One that nobody could walk.

    """
    changed = 0
    for content in contents:
        check_trail(content, settings.CITY.languages)
        stops = [{**stop, "place": f"{city}:{stop['place']}"} for stop in content["stops"]]
        whole = {**content, "stops": stops}
        held = Trail.objects.filter(id=content["id"]).first()
        if held is None:
            Trail.objects.create(id=content["id"], content=whole, folder=whole, shown=True, edited_at=now)
        elif held.edited_by is None and held.content != whole:
            Trail.objects.filter(id=held.id).update(
                content=whole, folder=whole, edited_at=now, version=held.version + 1
            )
        else:
            if held.folder != whole:  # what an editor wrote stands; she can go back to what the folder says
                Trail.objects.filter(id=held.id).update(folder=whole)
            continue
        changed += 1
    if changed:
        count_version(DESK_SOURCE, now)
    return changed


@command
def write_trail(content: Any, *, shown: bool, version: int, account: UUID | None, now: datetime) -> Trail:
    """Keep a trail as an editor wrote it.

    Args:
        content: All of it.
        shown: Whether residents see it.
        version: Of the trail that the editor saw; 0 when there was none.
        account: Whose account.
        now: When.

    Raises:
        BadInput: Nobody could walk it; says why.
        Conflict: Somebody else has written it meanwhile.

    """
    check_trail(content, settings.CITY.languages)
    places = {stop["place"] for stop in content["stops"]}
    if missing := sorted(places - set(snapshot().places(list(places)))):
        raise BadInput(f"There is no place '{missing[0]}'.", "Name a place by its id, as the desk shows it.")
    held = Trail.objects.select_for_update().filter(id=content["id"]).first()
    if (held.version if held else 0) != version:
        raise Conflict("Somebody else has written this trail meanwhile.", "Reload it; keep what you wrote as a file.")
    trail = held or Trail(id=content["id"], version=0)
    trail.content, trail.shown, trail.version = content, shown, version + 1
    trail.edited_by, trail.edited_at = account, now
    trail.save()
    count_version(DESK_SOURCE, now)
    return trail


@command
def share_progress(code: str, trail: str, solved: Iterable[str], *, now: datetime) -> HuntGroup:
    """Lay together what the phones of a group have solved: a set that only grows, whoever comes when.

    No phone is named and no time is written. A group lives for a day and is then forgotten.

    Raises:
        NotFound: There is no such trail.
        BadInput: It is not a code, or a stop is not of this trail, or too many play.
        Conflict: The group walks another trail.

    """
    if not GROUP_CODE.fullmatch(code):
        raise BadInput("That is no code of a group.", "A code has six letters and digits.")
    wanted = set(solved)
    if wanted - {stop["id"] for stop in shown_trail(trail)["stops"]}:
        raise BadInput("A stop is not of this trail.", "Load the trail anew.")
    _over(now).delete()
    group = HuntGroup.objects.select_for_update().filter(code=code).first()
    if group is None:
        if HuntGroup.objects.count() >= GROUPS_MAX:
            raise BadInput("Too many groups play today.", "Play alone, or try again tomorrow.")
        group = HuntGroup(code=code, trail=trail, until=now + GROUP_LIVES)
    if group.trail != trail:
        raise Conflict("This group walks another trail.", "Ask your friends for the code again.")
    group.solved = sorted(wanted | set(group.solved))
    group.save()
    found: HuntGroup = group
    return found


@command
def forget_groups(*, now: datetime) -> int:
    """Forget the groups whose day is over, and say how many."""
    return int(_over(now).delete()[0])


def _over(now: datetime) -> Any:
    return HuntGroup.objects.filter(until__lte=now)
