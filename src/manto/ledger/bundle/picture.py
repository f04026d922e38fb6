"""Pictures of a paper: the codes on a photograph, or on a scan kept as a PDF, read as text with `manto[pictures]`."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from manto.kernel.errors import BadInput, SetupNeeded
from manto.ledger.paper.form import holds_code

PAGES_MAX = 8
DOTS_PER_INCH = (200, 300)
DOTS_A_SIDE_MAX = 5_000
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
    image, reader, _ = _binding()
    found = _codes_on(_grey(raw, image), reader)
    if not found:
        raise BadInput(
            "No code can be read in this picture.", "Take it again, with the whole code, sharp and in good light."
        )
    return _papers_among(found, "picture")


def codes_in_scan(raw: bytes) -> bytes:
    """Read the papers' codes that are drawn on the pages of a PDF, one a line: those of the first pages that show any.

    Raises:
        SetupNeeded: The extra `manto[pictures]` is not installed.
        BadInput: It is broken or locked, no code can be read on its first pages, or only codes that are no paper's.
    """
    _, reader, pdfium = _binding()
    try:
        with pdfium.PdfDocument(raw) as document:
            pages = [document[at] for at in range(min(len(document), PAGES_MAX))]
            for dots in DOTS_PER_INCH:  # a scan's own dots rarely fall on ours: another grid may read what one blurred
                found = [code for page in pages for code in _codes_on(_drawn(page, dots), reader)]
                if found:
                    return _papers_among(found, "scan")
    except pdfium.PdfiumError as broken:
        raise BadInput("This PDF is broken, or locked.", "Ask for it again, or give a picture of its page.") from broken
    raise BadInput(
        f"No code can be read on the first {PAGES_MAX} pages of this PDF.",
        "Scan it again, sharper, or give a picture of the code.",
    )


def _codes_on(grey: Any, reader: Any) -> list[bytes]:
    return [code.text.encode() for code in reader.read_barcodes(grey, formats=reader.BarcodeFormat.QRCode)]


def _papers_among(found: list[bytes], where: str) -> bytes:
    papers = [text for text in found if holds_code(text)]
    if not papers:
        raise BadInput(
            f"The code in this {where} is not that of a register's paper.", "Give the paper itself, with its code."
        )
    return b"\n".join(dict.fromkeys(papers))


def _drawn(page: Any, dots_per_inch: int) -> Any:
    """Draw a page, never larger than memory should hold, however large the page says it is."""
    scale = min(dots_per_inch / 72, DOTS_A_SIDE_MAX / max(*page.get_size(), 1))
    return page.render(scale=scale, grayscale=True).to_pil()


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


def _binding() -> tuple[Any, Any, Any]:
    try:
        import pypdfium2
        import zxingcpp
        from PIL import Image
    except ImportError:
        raise SetupNeeded(
            "The code in a picture or a scan is read by zxing-cpp, Pillow and pypdfium2, which are not all installed.",
            "pip install 'manto[pictures]', or give the PDF as the city made it, or the text of the code.",
        ) from None
    return Image, zxingcpp, pypdfium2
