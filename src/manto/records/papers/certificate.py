"""Setting a certificate: a PDF that is tagged for screen readers and carries its code also as text.

The code's text stands in the PDF's description, so that a program checks the file as a phone checks the sheet. Fonts are
those that come with the typesetter; nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock

import typst

from manto.city.texts import Texts
from manto.records.papers.square import draw_square

texts = Texts.of_room("manto.records.papers")
_setting = Lock()


@dataclass(frozen=True)
class Sheet:
    """What stands on a certificate.

    Attributes:
        language: In which it is written.
        city: Name of the city.
        title: What it is, such as "Certificate of title".
        record: Name of the entry in the register.
        standing: How it stands, in words.
        valid: Whether it stands as good.
        office: Who answers for it.
        rows: What it says: label and value.
        as_of: As of when that is proven, in words.
        printed: When it was printed, in words.
        page: The address of the page that checks it.
        codes: The text of its one or two codes.
        more_codes: The text of codes that prove what there is none of: in the file, not drawn.
    """

    language: str
    city: str
    title: str
    record: str
    standing: str
    valid: bool
    office: str
    rows: Sequence[tuple[str, str]]
    as_of: str
    printed: str
    page: str
    codes: Sequence[str]
    more_codes: Sequence[str] = ()


def print_certificate(sheet: Sheet) -> bytes:
    """Set a certificate as PDF/UA-1.

    Raises:
        BadInput: A code does not fit on paper.
    """
    say = texts.say
    words = {name: say(f"certificate.{name}", sheet.language) for name in _PLAIN}
    words["proves"] = say("certificate.proves", sheet.language, as_of=sheet.as_of)
    words["code"] = say("certificate.code", sheet.language, page=sheet.page)
    office, printed = (say(f"certificate.{name}", sheet.language) for name in ("office", "printed"))
    rows = [*sheet.rows, (office, sheet.office), (printed, sheet.printed)]
    content = {
        "language": sheet.language,
        "city": sheet.city,
        "title": sheet.title,
        "record": sheet.record,
        "standing": sheet.standing,
        "valid": sheet.valid,
        "office": sheet.office,
        "summary": f"{sheet.title}: {sheet.standing}",
        "rows": rows,
        "page": sheet.page,
        "codes": [*sheet.codes, *sheet.more_codes],
        "squares": [draw_square(code) for code in sheet.codes],
        "words": words,
    }
    with _setting:  # one at a time: the typesetter uses every core it finds
        made = typst.compile(
            _template(),
            format="pdf",
            sys_inputs={"sheet": json.dumps(content, ensure_ascii=False)},
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    return bytes(made)


_PLAIN = ("check", "scan", "two", "means", "word", "says", "item", "what", "page", "code_seal")


@cache
def _template() -> bytes:
    return files("manto.records.papers").joinpath("certificate.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
