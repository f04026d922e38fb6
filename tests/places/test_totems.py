"""Totems: a code in the street leads to its place, can be revoked, and cannot be made by others."""

from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.places import totems
from manto.places.models import Totem
from manto.places.totem_codes import ALPHABET, code_of, is_ours
from manto.residents.models import Account
from manto.residents.roles import Role

from .conftest import NOW, draft
from .test_importing import take

KEY = b"k" * 32


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> None:
    """Take in a tower and a square, with keys of the test's own."""
    settings.HOME = tmp_path
    take(draft("torre", "monument", name={"it": "Torre", "en": "Tower"}), draft("piazza", "square"))


def made(*places: str) -> list[Totem]:
    """Make totems."""
    found: list[Totem] = totems.make_totems(places, account=None, now=NOW)
    return found


def test_a_code_leads_to_its_place(town: None) -> None:
    """Typed by hand too: small letters, a dash, a letter for a digit."""
    (totem,) = made("town:torre")
    typed = f"{totem.code[:4]}-{totem.code[4:]}".lower().replace("1", "i").replace("0", "o")

    for code in (totem.code, typed):
        answer = Client().get(f"/api/v1/totems/{code}").json()
        assert answer == {"state": "stands", "place": "town:torre"}


def test_a_revoked_code_says_so(town: None) -> None:
    """At once, and for good."""
    (totem,) = made("town:torre")
    totems.revoke_totem(totem.code, why="Stuck on the wrong door", now=NOW)

    assert totems.Leads("revoked") == totems.leads_to(totem.code)
    with pytest.raises(Conflict):
        totems.revoke_totem(totem.code, why="again", now=NOW)


def test_a_code_whose_place_is_gone_leads_nowhere(town: None) -> None:
    """Until the place is back."""
    (totem,) = made("town:torre")
    take(draft("piazza", "square"))
    gone = totems.leads_to(totem.code)
    take(draft("torre", "monument"), draft("piazza", "square"))

    assert (gone.state, totems.leads_to(totem.code).state) == ("gone", "stands")


def test_nobody_else_can_make_a_code(town: None) -> None:
    """Of all codes that begin alike one in a million is ours; another city's key makes others."""
    right = code_of("TE01", KEY)
    ours = [code for letter in ALPHABET for code in [right[:7] + letter] if is_ours(code, KEY)]

    assert [right] == ours
    assert not is_ours(right, b"other" * 7)
    assert not is_ours(right[:-1], KEY)
    assert not is_ours("ÀÈÌÒÙ€€€", KEY)
    assert totems.Leads("forged") == totems.leads_to("ABCDEFGH"[:8])


def test_totems_are_not_made_for_what_is_not_there(town: None) -> None:
    """Whole or not at all."""
    with pytest.raises(NotFound):
        made("town:torre", "town:nowhere")
    with pytest.raises(BadInput):
        made()
    assert not Totem.objects.exists()


def test_a_citys_own_totems_are_kept_once(town: None) -> None:
    """Reading the folder again makes none anew, and wakes no revoked one."""
    first = totems.keep_totems({"TE01": "town:torre"}, now=NOW)
    code = code_of("TE01", totems.totem_key())
    totems.revoke_totem(code, why="worn", now=NOW)
    again = totems.keep_totems({"te01": "town:torre"}, now=NOW)

    assert (first, again, totems.leads_to(code).state) == (1, 0, "revoked")
    with pytest.raises(BadInput):
        totems.keep_totems({"TOOLONG": "town:torre"}, now=NOW)


@pytest.fixture
def nadia(town: None) -> Client:
    """Sign the editor in."""
    client = Client(headers={"Accept-Language": "en"})
    account = Account.objects.create_user("nadia@example.org", role=Role.EDITOR, name="Nadia")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_printed_sheet_can_be_read_by_a_phone(nadia: Client) -> None:
    """Every code on the page, as a camera reads it, leads where it says; and its words are text."""
    answer = nadia.post(
        "/api/v1/desk/totems", {"places": ["town:torre", "town:piazza"]}, content_type="application/json"
    )
    urls = {item["url"] for item in answer.json()["items"]}

    response = nadia.get("/api/v1/desk/totem-sheet?language=it")

    document = pypdfium2.PdfDocument(response.content)
    text = document[0].get_textpage().get_text_bounded()
    picture = document[0].render(scale=3).to_numpy()
    assert urls == {found.text for found in zxingcpp.read_barcodes(picture)}
    assert "Inquadra con il telefono" in text
    assert "Torre" in text
    assert b"/StructTreeRoot" in response.content, "tagged, so that a screen reader can read it"


def test_one_code_is_drawn_as_svg(nadia: Client) -> None:
    """For whoever makes signs."""
    (totem,) = made("town:torre")

    response = nadia.get(f"/api/v1/desk/totems/{totem.code}/picture")

    assert response["Content-Type"] == "image/svg+xml"
    assert b"<svg" in response.content
    assert nadia.get("/api/v1/desk/totems/NOTHERE0/picture").status_code == 404


def test_the_desk_lists_and_revokes(nadia: Client) -> None:
    """With the reason."""
    (totem,) = made("town:torre")
    address = f"/api/v1/desk/totems/{totem.code}/revoke"

    assert nadia.post(address, {"why": ""}, content_type="application/json").status_code == 422
    answer = nadia.post(address, {"why": "Torn off"}, content_type="application/json").json()
    (listed,) = nadia.get("/api/v1/desk/totems").json()["items"]

    assert answer == listed
    assert (listed["name"], listed["revoked_why"]) == ("Tower", "Torn off")
    assert nadia.get("/api/v1/desk/totem-sheet").status_code == 404
