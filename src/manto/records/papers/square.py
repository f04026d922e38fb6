"""Drawing a paper's code as a square."""

from __future__ import annotations

from io import BytesIO

import segno

from manto.kernel.errors import BadInput

VERSION_MAX = 28
QUIET_MODULES = 4


def draw_square(text: str) -> str:
    """Draw an address with digits behind its hash as an SVG picture: the address as bytes, the digits as digits.

    Raises:
        BadInput: It does not fit a square that a phone scans from paper; see `manto.ledger.paper.print_codes`.
    """
    address, hash_mark, digits = text.partition("#")
    parts = [(f"{address}{hash_mark}", segno.consts.MODE_BYTE)]
    if digits:
        parts.append((digits, segno.consts.MODE_NUMERIC))
    try:
        drawn = segno.make(parts, error="m", micro=False, boost_error=True)  # type: ignore[arg-type]
    except segno.DataOverflowError as too_long:
        raise BadInput(_TOO_LONG, _SPLIT) from too_long
    if int(drawn.version) > VERSION_MAX:
        raise BadInput(_TOO_LONG, _SPLIT)
    picture = BytesIO()
    drawn.save(picture, kind="svg", border=QUIET_MODULES, xmldecl=False, light="#fff", omitsize=True)
    return picture.getvalue().decode()


def draw_link(link: str) -> str:
    """Draw any address, for a screen."""
    picture = BytesIO()
    segno.make(link, error="m", micro=False).save(
        picture, kind="svg", border=QUIET_MODULES, xmldecl=False, light="#fff", omitsize=True
    )
    return picture.getvalue().decode()


_TOO_LONG = "The code is too long for a sheet of paper."
_SPLIT = "Print the record and its seal as two codes."
