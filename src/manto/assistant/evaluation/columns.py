"""Finding out which column of a check-in file means what, with or without a header line. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from manto.assistant.evaluation.moments import reads_as_time
from manto.kernel.errors import BadInput, UnknownName

# What each column may be called, compared without case and punctuation; the first that is there is taken.
NAMES: dict[str, tuple[str, ...]] = {
    "user": ("user", "userid", "uid", "resident", "residentid", "person", "personid", "customer", "customerid",
             "member", "memberid", "visitor", "visitorid", "account", "accountid", "device", "deviceid", "useridx", "u"),
    "place": ("poi", "poiid", "venue", "venueid", "place", "placeid", "location", "locationid", "locid", "spot",
              "spotid", "item", "itemid", "business", "businessid", "shop", "shopid", "service", "serviceid",
              "poiidx", "l", "v"),
    "category": ("category", "categoryname", "poicatname", "venuecategory", "venuecategoryname", "catname",
                 "poicategory", "placecategory", "cat", "kind", "type", "poicatid", "venuecategoryid", "categoryid",
                 "catid", "poicatidcode"),
    "lat": ("lat", "latitude", "venuelat", "venuelatitude", "poilat", "poilatitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "venuelon", "venuelng", "venuelongitude", "poilon", "poilongitude", "x"),
    "local": ("localtime", "localdatetime", "timelocal", "local"),
    "utc": ("utcs", "utctime", "utc", "utctimestamp", "timeutc", "timestamp", "unixtime", "unixtimestamp", "unix",
            "epoch", "datetime", "checkintime", "checkindatetime", "checkindate", "createdat", "time", "ts", "at",
            "date", "when"),
    "offset": ("offset", "timezoneoffset", "tzoffset", "offsetmin", "offsetminutes", "utcoffset", "timezone", "tz"),
    "trajectory": ("traj", "trajectory", "trajectoryid", "trajid", "trail", "trailid", "session", "sessionid"),
    "split": ("split", "fold", "part"),
    "role": ("role",),
}  # fmt: skip
NEEDED = ("user", "place")
CATEGORIES_MAX = 2000


def plain(name: str) -> str:
    """Strip a column's name to letters and digits.

    >>> plain("Venue_Category Name")
    'venuecategoryname'
    """
    return re.sub(r"[^a-z0-9]", "", name.lower())


def is_header(cells: Sequence[str]) -> bool:
    """Say whether a first line names columns: it names a user and a place, or nothing in it is a number or a time.

    >>> is_header(["user", "poi", "utc_s"]), is_header(["470", "49bbd6c0", "40.7", "Tue Apr 03 18:00:06 +0000 2012"])
    (True, False)
    """
    known = {plain(cell) for cell in cells}
    named = sum(bool(known & set(names)) for names in NAMES.values())
    return named >= 2 or not any(_is_number(cell) or reads_as_time(cell) for cell in cells)


def by_header(header: Sequence[str], told: Mapping[str, str]) -> dict[str, int]:
    """Match a header line with what is needed.

    Args:
        header: The names of the columns.
        told: What the caller says: meaning to the column's name or its number from 1.

    Returns:
        Meaning to index; only what is there.

    Raises:
        UnknownName: The caller named a column or a meaning that is not there.
        BadInput: The user, the place or the time cannot be found.

    """
    found = _as_told(header, told)
    plains = [plain(name) for name in header]
    for meaning, names in NAMES.items():
        for name in names:
            if meaning not in found and name in plains and plains.index(name) not in found.values():
                found[meaning] = plains.index(name)
    return _checked(found, header)


def by_content(sample: Sequence[Sequence[str]], told: Mapping[str, str]) -> dict[str, int]:
    """Guess the columns of a file without a header from its first lines.

    The user is the first column that is nothing else; the place is, of those left, the one with most different
    values, and the category the last of those with words.

    Raises:
        BadInput: The user, the place or the time cannot be found.

    """
    width = min(len(row) for row in sample)
    columns = [[row[at] for row in sample] for at in range(width)]
    found = _as_told([str(at + 1) for at in range(width)], told)
    left = [at for at in range(width) if at not in found.values()]
    _take(found, left, "utc", [at for at in left if _mostly(reads_as_time, columns[at])])
    degrees = [at for at in left if _mostly(_is_number, columns[at]) and any("." in c for c in columns[at])]
    for first, second in pairwise(degrees):
        if second == first + 1 and _within(columns[first], 90) and _within(columns[second], 180):
            _take(found, left, "lat", [first])
            _take(found, left, "lon", [second])
            break
    if len(left) > 2:  # the user and the place come before an offset
        quarters = [at for at in left[1:] if _mostly(_is_offset, columns[at]) and len(set(columns[at])) <= 40]
        _take(found, left, "offset", quarters[-1:])
    _take(found, left, "user", left[:1])
    _take(found, left, "place", sorted(left, key=lambda at: (-len(set(columns[at])), at))[:1])
    words = [at for at in left if not all(_is_number(cell) for cell in columns[at])]
    named = [at for at in words if any(" " in cell for cell in columns[at])] or words
    _take(found, left, "category", named[-1:])
    return _checked(found, [f"column {at + 1}" for at in range(width)])


def _take(found: dict[str, int], left: list[int], meaning: str, those: list[int]) -> None:
    if meaning not in found and those:
        found[meaning] = those[0]
        left.remove(those[0])


def _as_told(header: Sequence[str], told: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for meaning, name in told.items():
        if meaning not in NAMES:
            raise UnknownName("meaning of a column", meaning, NAMES)
        if name in header:
            found[meaning] = list(header).index(name)
        elif name.isdigit() and 1 <= int(name) <= len(header):
            found[meaning] = int(name) - 1
        else:
            raise UnknownName("column", name, header)
    return found


def _checked(found: dict[str, int], header: Sequence[str]) -> dict[str, int]:
    missing = [meaning for meaning in NEEDED if meaning not in found]
    if "utc" not in found and "local" not in found:
        missing.append("utc")
    if missing:
        raise BadInput(
            f"No column of {', '.join(header)} is known to be the {' or the '.join(missing)}.",
            f"Name it: --column {missing[0]}=NAME, with the column's name or its number.",
        )
    return found


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _is_offset(cell: str) -> bool:
    """Say whether a cell may be minutes from UTC: whole quarters of an hour within fourteen hours."""
    return bool(re.fullmatch(r"\s*-?\d+\s*", cell)) and abs(int(cell)) <= 840 and int(cell) % 15 == 0


def _mostly(test: Callable[[str], bool], cells: Sequence[str]) -> bool:
    return sum(map(test, cells)) >= 0.95 * len(cells)


def _within(cells: Sequence[str], bound: float) -> bool:
    return _mostly(lambda cell: _is_number(cell) and -bound <= float(cell) <= bound, cells)
