"""Pictures of a paper: the codes on a photograph or a scan, read as text with the extra `manto[pictures]`."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from manto.kernel.errors import BadInput, SetupNeeded
from manto.ledger.paper.form import holds_code

_BEGINS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def is_picture(raw: bytes) -> bool:
    """Say whether a file is a PNG or a JPEG, by how it begins: no proof, text or PDF begins so."""
    return raw.startswith(_BEGINS)


def codes_in_picture(raw: bytes) -> bytes:
    """Read the papers' codes in a picture, one a line, as they would stand in a text.

    Raises:
        SetupNeeded: The extra `manto[pictures]` is not installed.
        BadInput: It is broken or too large, has no code, or only codes that are no paper's.
    """
    image, reader = _binding()
    grey = _grey(raw, image)
    found = [code.text.encode() for code in reader.read_barcodes(grey, formats=reader.BarcodeFormat.QRCode)]
    if not found:
        raise BadInput(
            "No code can be read in this picture.", "Take it again, with the whole code, sharp and in good light."
        )
    papers = [text for text in found if holds_code(text)]
    if not papers:
        raise BadInput(
            "The code in this picture is not that of a register's paper.",
            "Give a picture of the code on the paper itself.",
        )
    return b"\n".join(papers)


def _grey(raw: bytes, image: Any) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", image.DecompressionBombWarning)
            return image.open(BytesIO(raw), formats=("PNG", "JPEG")).convert("L")
    except (image.DecompressionBombWarning, image.DecompressionBombError) as large:
        raise BadInput(
            "This picture is too large to be read.", "Give one of the code alone, or a smaller one."
        ) from large
    except (OSError, SyntaxError, ValueError) as broken:
        raise BadInput("This picture is broken or cut short.", "Ask for it again, or take another.") from broken


def _binding() -> tuple[Any, Any]:
    try:
        import zxingcpp
        from PIL import Image
    except ImportError:
        raise SetupNeeded(
            "The code in a picture is read by zxing-cpp and Pillow, which are not installed.",
            "pip install 'manto[pictures]', or give the PDF, or the text of the code.",
        ) from None
    return Image, zxingcpp
