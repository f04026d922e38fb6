"""Photographs that enter the city: what a phone writes beside the picture never does.

1. A picture is decoded and encoded anew from its pixels alone: position, time, device, thumbnail, profile and comments
   are not copied, so nothing has to be found to be removed.
2. It is turned upright first, because how the phone was held is one of those notes.
3. A small file that unfolds to a huge picture is refused before it is unfolded.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from manto.kernel.errors import BadInput

BYTES_MAX = 8 * 2**20
PIXELS_MAX = 60_000_000
SIDE_MAX = 1600
SIDE_MAX_AROUND = 4096
"""Of a picture all around, of which one sees a sixth at a time."""
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Photo:
    """A picture and nothing beside it, in JPEG."""

    content: bytes
    width: int
    height: int


def plain_photo(content: bytes, side_max: int = SIDE_MAX) -> Photo:
    """Make a photograph that holds its picture alone.

    Raises:
        BadInput: Too large, or no picture in JPEG, PNG or WebP.

    """
    from PIL import Image, ImageOps  # loaded with the first picture: most processes never see one

    if len(content) > BYTES_MAX:
        raise BadInput("This picture is too large.", f"Send one of at most {BYTES_MAX // 2**20} MB.")
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > PIXELS_MAX:  # (3)
                raise BadInput("This picture has too many pixels.", "Take it again with a smaller setting.")
            opened.draft("RGB", (side_max, side_max))
            upright = ImageOps.exif_transpose(opened).convert("RGB")  # (2)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadInput("This is no picture in JPEG, PNG or WebP.", "Take a photograph, or leave it out.") from None
    upright.thumbnail((side_max, side_max))
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())  # (1)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=82, optimize=True)
    return Photo(out.getvalue(), bare.width, bare.height)
