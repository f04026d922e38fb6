"""Certificates: rendered by one program, their code read by another, and both say what the register says."""

from __future__ import annotations

import ctypes
import json
import re
import sys
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import segno
import zxingcpp
from click.testing import Result
from PIL import Image
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[2] / "vectors" / "ledger"))

from make_papers import PAGE, title_paper

from manto.kernel.errors import BadInput
from manto.ledger.bundle.program import app
from manto.ledger.map import MapProof
from manto.ledger.paper import PaperCode, print_codes, written
from manto.records.papers.certificate import Sheet, print_certificate, texts
from manto.records.papers.square import draw_square

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "ledger" / "papers.json").read_text())


def sheet(language: str = "it", *codes: PaperCode, **changes: object) -> Sheet:
    """Fill in Anna's certificate."""
    values: dict[str, object] = {
        "language": language,
        "city": "Mantova",
        "title": "Certificato di proprietà" if language == "it" else "Certificate of title",
        "record": "land-title/E897-45-312",
        "standing": "In vigore dal 28 maggio 2026" if language == "it" else "In force since 28 May 2026",
        "valid": True,
        "office": "Conservatoria dei registri immobiliari" if language == "it" else "Land Registry",
        "rows": [("Particella", "E897 · 45 · 312"), ("Proprietaria", "Anna Gonzaga"), ("Quota", "1/1")],
        "as_of": "28.5.2026, 22.37",
        "printed": "28.5.2026, 22.40",
        "page": PAGE,
        "codes": [written(code, PAGE) for code in codes or print_codes(title_paper(), PAGE)],
    }
    return Sheet(**(values | changes))  # type: ignore[arg-type]


def squares_on(pdf: bytes, dots_per_inch: int = 200) -> list[str]:
    """Render the pages as a printer would, and read the codes on them."""
    document = pdfium.PdfDocument(pdf)
    return [
        code.text
        for page in document
        for code in zxingcpp.read_barcodes(page.render(scale=dots_per_inch / 72, grayscale=True).to_numpy())
    ]


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_code_on_the_rendered_sheet_is_read_and_holds(language: str, tmp_path: Path) -> None:
    """The renderer is pdfium, the reader zxing, the checker the program of a bank."""
    (tmp_path / "trust.json").write_text(json.dumps(VECTORS["trust"]))

    [read] = squares_on(print_certificate(sheet(language)))
    answer = CliRunner().invoke(app, [read, "--policy", str(tmp_path / "trust.json")])

    assert read == written(title_paper(), PAGE)
    assert answer.exit_code == 0
    assert answer.output.startswith("land-title/E897-45-312 is valid since")


def test_the_file_is_checked_as_the_sheet_is(tmp_path: Path) -> None:
    """Its code stands in it as text."""
    (tmp_path / "trust.json").write_text(json.dumps(VECTORS["trust"]))
    (tmp_path / "title.pdf").write_bytes(print_certificate(sheet()))

    answer = CliRunner().invoke(app, [str(tmp_path / "title.pdf"), "--policy", str(tmp_path / "trust.json")])

    assert answer.exit_code == 0, answer.output


def as_file(image: Image.Image, form: str) -> bytes:
    made = BytesIO()
    image.save(made, form)
    return made.getvalue()


def told_of(picture: bytes, folder: Path) -> Result:
    """Say what the program of a bank tells of a picture."""
    (folder / "trust.json").write_text(json.dumps(VECTORS["trust"]))
    (folder / "picture").write_bytes(picture)
    return CliRunner().invoke(app, [str(folder / "picture"), "--policy", str(folder / "trust.json")])


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """Give the certificate as a scanner sees it."""
    image: Image.Image = pdfium.PdfDocument(print_certificate(sheet()))[0].render(scale=200 / 72).to_pil()
    return image


def test_a_picture_of_the_sheet_is_checked_as_the_sheet_is(page: Image.Image, tmp_path: Path) -> None:
    """Scanned as PNG; photographed askew, on its side, as JPEG; scanned into a PDF, its second page."""
    askew = page.rotate(97, expand=True, fillcolor="grey")
    scan = BytesIO()
    Image.new("L", page.size, "white").save(
        scan, "PDF", save_all=True, append_images=[page.rotate(1.2)], resolution=200
    )

    for picture in (as_file(page, "PNG"), as_file(askew, "JPEG"), scan.getvalue()):
        answer = told_of(picture, tmp_path)

        assert answer.exit_code == 0, answer.output
        assert answer.output.startswith("land-title/E897-45-312 is valid since")


def test_a_picture_that_shows_no_paper_is_refused_with_the_reason(page: Image.Image, tmp_path: Path) -> None:
    """Nothing on it, a menu's code on it, half of it lost, more dots than memory should hold; a PDF likewise."""
    menu = BytesIO()
    segno.make("https://trattoria.example/menu").save(menu, kind="png", scale=8)
    refused = {
        "No code can be read": as_file(Image.new("L", (400, 400), "white"), "JPEG"),
        "is not that of a register's paper": menu.getvalue(),
        "is broken or cut short": as_file(page, "PNG")[:20_000],
        "is too large": as_file(Image.new("1", (10_000, 10_000)), "PNG"),
        "on the first 8 pages of this PDF": as_file(Image.new("L", (400, 400), "white"), "PDF"),
        "This PDF is broken": as_file(page, "PDF")[:900],
        "The code in this scan is not": as_file(Image.open(BytesIO(menu.getvalue())).convert("L"), "PDF"),
    }
    for why, picture in refused.items():
        answer = told_of(picture, tmp_path)

        assert answer.exit_code == 1
        assert why in answer.output


def test_without_its_extra_it_says_what_to_install(
    page: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a PDF needs no extra."""
    monkeypatch.setitem(sys.modules, "zxingcpp", None)

    answer = told_of(as_file(page, "PNG"), tmp_path)

    assert answer.exit_code == 1
    assert "pip install 'manto[pictures]'" in answer.output
    assert told_of(print_certificate(sheet()), tmp_path).exit_code == 0


def test_without_a_file_of_whom_to_trust_it_says_where_to_get_it(tmp_path: Path) -> None:
    """In words for a clerk: no paper can be judged without."""
    answer = CliRunner().invoke(app, [written(title_paper(), PAGE), "--policy", str(tmp_path / "trust.json")])

    assert answer.exit_code == 1
    assert answer.output.startswith("Whom to trust is not known: there is no file")
    assert "/api/v1/verify/trust > trust.json" in answer.output


def test_a_large_ledgers_two_codes_are_both_read() -> None:
    """Depth 24 in the map and 20 in the log: a million records and more."""
    paper = title_paper()
    assert paper.seal is not None
    level = [bytes([n]) * 32 for n in range(1, 25)]
    large = PaperCode(paper.height, paper.record, paper.claim, MapProof(tuple(level)), paper.seal)
    codes = print_codes(large, PAGE)

    assert len(codes) == 2
    assert set(squares_on(print_certificate(sheet("en", *codes)))) == {written(code, PAGE) for code in codes}


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_screen_reader_finds_its_way(language: str) -> None:
    """Tagged, with language, title, a name for every picture, and a header in its table: what PDF/UA-1 asks."""
    raw = print_certificate(sheet(language))
    document = pdfium.PdfDocument(raw)
    pages = "".join(page.get_textpage().get_text_range() for page in document)

    assert pdfium.raw.FPDFCatalog_IsTagged(document)
    assert document.get_metadata_value("Title").startswith("Certificat")
    assert language.encode() in re.findall(rb"/Lang\s*\((\w+)", raw) + re.findall(
        rb"<dc:language>.*?<rdf:li>(\w+)", raw, re.S
    )
    assert b"pdfuaid:part" in raw
    assert alternatives(document) == [texts.say("certificate.code", language, page=PAGE)]
    assert "Anna Gonzaga" in pages
    assert "28.5.2026, 22.37" in pages


def alternatives(document: pdfium.PdfDocument) -> list[str]:
    """Give the alternative texts in the structure of the first page."""
    tree = pdfium.raw.FPDF_StructTree_GetForPage(document[0])
    found: list[str] = []

    def walk(element: object) -> None:
        size = pdfium.raw.FPDF_StructElement_GetAltText(element, None, 0)
        if size > 2:
            view = (ctypes.c_char * size)()
            pdfium.raw.FPDF_StructElement_GetAltText(element, view, size)
            found.append(bytes(view).decode("utf-16-le").rstrip("\0"))
        for at in range(pdfium.raw.FPDF_StructElement_CountChildren(element)):
            child = pdfium.raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                walk(child)

    for at in range(pdfium.raw.FPDF_StructTree_CountChildren(tree)):
        walk(pdfium.raw.FPDF_StructTree_GetChildAtIndex(tree, at))
    return found


def test_what_a_resident_wrote_stays_text() -> None:
    """Nothing in a field is taken for an instruction of the typesetter."""
    nasty = '#panic("no") *b* $x$ \\ <a> `c` @d // ' + "\u202e"
    raw = print_certificate(sheet(rows=[("Note", nasty)]))

    page = pdfium.PdfDocument(raw)[0].get_textpage().get_text_range()

    assert '#panic("no") *b* $x$' in page


def test_a_code_that_no_phone_scans_is_not_printed() -> None:
    """Refused with what to do instead."""
    with pytest.raises(BadInput, match="too long"):
        draw_square(f"{PAGE}#" + "7" * 2_900)
