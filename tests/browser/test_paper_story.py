"""A flat is sold: the buyer has it on phone and paper, a bank checks it without network, the seller's paper is found out."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Download
from tests.browser.conftest import CHROMIUM, FLAGS, City, phone
from tests.browser.drivers import Visitor

PARCEL = "E897-45-312-7"


class Official:
    """Somebody who does their part of a sale, through the city's API, signed in as a persona."""

    def __init__(self, browser: Browser, city: City, persona: str) -> None:
        self._context = browser.new_context(base_url=city.url, locale="en-GB")
        self._http = self._context.request
        self.get("/api/v1/session")
        self.post(f"/api/v1/personas/{persona}/enter")
        self.get("/api/v1/session")

    def get(self, path: str) -> Any:
        """Ask."""
        answer = self._http.get(path)
        assert answer.ok, answer.text()
        return answer.json()

    def post(self, path: str, body: Any = None) -> Any:
        """Do."""
        token = next((one["value"] for one in self._context.cookies() if one["name"] == "csrftoken"), "")
        answer = self._http.post(path, data=body or {}, headers={"X-CSRFToken": token})
        assert answer.ok, answer.text()
        return answer.json() if answer.body() else None

    def leave(self) -> None:
        """Go home."""
        self._context.close()


def sell_the_flat(browser: Browser, city: City) -> None:
    """Let registrar, notary, seller and buyer sign."""
    chiara = Official(browser, city, "chiara")
    [flat] = [one for one in chiara.get(f"/api/v1/desk/registers/records?q={PARCEL}") if one["type"] == "land-title"]
    whole = chiara.get(f"/api/v1/desk/registers/records/{flat['id']}?reason=A%20sale%20was%20filed")
    says = {one["name"]: one["value"] for one in whole["record"]["fields"]}
    says |= {
        "owners": [{"name": "Giulia Ferrari", "share": "1/1"}],
        "price_cents": 18_500_000,
        "tax_clearance": "AE-118",
    }
    giulia = Official(browser, city, "giulia")
    buyer = giulia.get("/api/v1/me")["id"]
    entry = {
        "type": "land-title",
        "kind": "transfer",
        "record": flat["id"],
        "fields": says,
        "holders": [{"resident": buyer}],
    }
    deed = {"entries": [entry], "reason": "Sold", "law": "Civil Code, article 1470"}
    draft = chiara.post("/api/v1/desk/registers/drafts", deed)["id"]
    chiara.post(f"/api/v1/desk/registers/drafts/{draft}/sign")
    ottavia = Official(browser, city, "ottavia")
    ottavia.post(f"/api/v1/desk/registers/drafts/{draft}/sign")
    paolo = Official(browser, city, "paolo")
    paolo.post(f"/api/v1/me/guard/drafts/{draft}/sign")
    state = giulia.post(f"/api/v1/me/guard/drafts/{draft}/sign")["state"]
    assert state == "final"
    for one in (chiara, giulia, ottavia, paolo):
        one.leave()


def certificate(visitor: Visitor, folder: Path, name: str) -> Path:
    """Print the record that is open."""
    with visitor.page.expect_download() as started:
        visitor.presses("Print a certificate")
    download: Download = started.value
    file = folder / name
    download.save_as(file)
    return file


def render(pdf: Path, scale: float = 2.6) -> Any:
    """Print it on paper, as grey points."""
    page = pdfium.PdfDocument(pdf.read_bytes())[0]
    return page.render(scale=scale, grayscale=True).to_numpy().squeeze()


def png(grey: Any) -> bytes:
    """Take a picture of it."""
    height, width = grey.shape
    lines = b"".join(b"\0" + grey[y].tobytes() for y in range(height))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


class Bank:
    """A bank clerk with the page that checks papers, and then no network."""

    def __init__(self, visitor: Visitor) -> None:
        visitor.opens("/verify").sees_heading("Check a paper").sees("Scan the code")
        visitor.page.wait_for_load_state("networkidle")
        visitor.page.context.set_offline(True)
        self.visitor = visitor
        self.sent: list[str] = []
        visitor.page.on("request", self._hear)

    def _hear(self, request: Any) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.sent.append(request.url)

    def takes(self, file: Path) -> Visitor:
        """Choose a file; begin anew first when something was checked before."""
        again = self.visitor.page.get_by_role("button", name="Check another")
        if again.count():
            again.click()
        self.visitor.page.locator("input[type=file]").set_input_files(file)
        return self.visitor


@pytest.fixture(scope="module")
def papers(browser: Browser, city: City, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Let Paolo print his title, sell the flat, and Giulia print hers."""
    folder = tmp_path_factory.mktemp("papers")
    with phone(browser, city, accept_downloads=True) as paolo:
        paolo.enters_as("Paolo").opens("/records").follows(PARCEL).sees("Yours, and current").sees("None (proved)")
        old = certificate(paolo, folder, "paolo.pdf")
    sell_the_flat(browser, city)
    with phone(browser, city, accept_downloads=True) as giulia:
        giulia.enters_as("Giulia").opens("/records").follows(PARCEL).sees("Yours, and current")
        giulia.sees("Giulia Ferrari 1/1").presses("Show the code").sees("Anyone can check this")
        giulia.meets_no_barrier().has_no_sideways_scroll()
        new = certificate(giulia, folder, "giulia.pdf")
    return {"old": old, "new": new, "picture": _picture(new, folder), "scan": _scan(new, folder)}


def _picture(pdf: Path, folder: Path) -> Path:
    file = folder / "photo.png"
    file.write_bytes(png(render(pdf)))
    return file


def _scan(pdf: Path, folder: Path) -> Path:
    file = folder / "scan.pdf"
    Image.fromarray(render(pdf)).save(file, "PDF")
    return file


def test_the_code_on_the_printed_sheet_is_read_by_another_program(papers: dict[str, Path], city: City) -> None:
    """Pdfium prints, zxing reads: the address of the page that checks it, and digits."""
    [code] = zxingcpp.read_barcodes(render(papers["new"]))

    address, _, digits = code.text.partition("#")
    assert address == f"{city.url}/verify"
    assert digits.isdigit()


def test_a_bank_checks_the_buyers_title_with_no_network(browser: Browser, city: City, papers: dict[str, Path]) -> None:
    """The file, a photograph and a scan of the sheet, and the text of its code: each says whose it is; nothing is sent."""
    [code] = zxingcpp.read_barcodes(render(papers["new"]))
    with phone(browser, city) as visitor:
        bank = Bank(visitor)

        for file in (papers["new"], papers["picture"], papers["scan"]):
            bank.takes(file).sees("It holds").sees("Giulia Ferrari 1/1").sees("94 m²").sees(
                "This is the word of Land Registry"
            )
            visitor.meets_no_barrier().has_no_sideways_scroll()
        visitor.presses("Check another").page.get_by_text("Paste a text").click()
        visitor.page.get_by_role("textbox").fill(code.text)
        visitor.presses("Check the text").sees("It holds")

        assert bank.sent == []


def test_the_sellers_old_paper_is_no_longer_current(browser: Browser, city: City, papers: dict[str, Path]) -> None:
    """Found out without network, by the city's list that the device fetched before."""
    with phone(browser, city) as visitor:
        bank = Bank(visitor)

        bank.takes(papers["old"]).sees("No longer current").sees("was replaced or has ended").sees("Paolo Mancini 1/1")

        visitor.meets_no_barrier()
        assert bank.sent == []


def test_what_is_no_paper_is_said_plainly(
    browser: Browser, city: City, papers: dict[str, Path], tmp_path: Path
) -> None:
    """A forged digit, a picture and a scan without a code, a file of something else, an address that was cut off."""
    text = zxingcpp.read_barcodes(render(papers["new"]))[0].text
    forged = tmp_path / "forged.txt"
    forged.write_text(text[:-80] + ("1" if text[-80] != "1" else "2") + text[-79:])
    empty = tmp_path / "empty.png"
    empty.write_bytes(png(render(papers["new"], 0.1)))
    blank = tmp_path / "blank.pdf"
    Image.new("L", (600, 800), "white").save(blank, "PDF")
    other = tmp_path / "letter.txt"
    other.write_text("Dear bank, I own a flat.")
    with phone(browser, city) as visitor:
        bank = Bank(visitor)

        bank.takes(forged).sees("Does not hold")
        bank.takes(empty).sees("This cannot be read").sees("There is no code in the picture")
        bank.takes(blank).sees("This cannot be read").sees("none can be read on its pages")
        bank.takes(other).sees("Does not hold").sees("This is not a whole code")

        assert bank.sent == []
        visitor.opens("/verify#2178").sees("This is not a whole code").meets_no_barrier()


def test_a_scanned_address_opens_the_page_and_stays_on_the_phone(
    browser: Browser, city: City, papers: dict[str, Path]
) -> None:
    """What stands behind the hash is never sent, and not kept in the browser's history."""
    text = zxingcpp.read_barcodes(render(papers["new"]))[0].text
    digits = text.partition("#")[2]
    with phone(browser, city) as visitor:
        asked = visitor.watches_the_wire()
        visitor.page.goto(text)

        visitor.sees("It holds")
        assert visitor.page.url == f"{city.url}/verify"
        assert not [url for url in asked if digits[:40] in url]


def test_a_phone_scans_the_sheet_with_its_camera(
    browser: Browser, city: City, papers: dict[str, Path], tmp_path: Path
) -> None:
    """Chromium plays the sheet as what its camera sees; the picture goes nowhere."""
    grey = render(papers["new"], 1.6)
    height, width = (side // 2 * 2 for side in grey.shape)
    frame = grey[:height, :width].tobytes() + bytes([128]) * (height // 2 * (width // 2) * 2)
    film = tmp_path / "sheet.y4m"
    film.write_bytes(b"YUV4MPEG2 W%d H%d F5:1 Ip A1:1 C420jpeg\n" % (width, height) + (b"FRAME\n" + frame) * 5)
    seen = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    flags = [*FLAGS, *seen, f"--use-file-for-fake-video-capture={film}"]
    chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    try:
        with phone(chromium, city, permissions=["camera"]) as visitor:
            bank = Bank(visitor)

            visitor.presses("Scan the code").sees("It holds").sees("Giulia Ferrari 1/1")

            assert bank.sent == []
    finally:
        chromium.close()
