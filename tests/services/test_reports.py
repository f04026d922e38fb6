"""A problem reported by somebody, with an account or without, and what becomes of it, over HTTP."""

import io
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.services.conftest import NOW
from tests.services.test_cases import Browser

from manto.city import pictures as photos
from manto.kernel.clock import FixedClock
from manto.kernel.errors import BadInput
from manto.residents import personal_data
from manto.services.models import Notice, Report, ReportPhoto
from manto.services.queries.reports import same_problem
from manto.services.reports.kinds import read_kinds
from manto.store.outbox import deliver_due

CANARY = "MANTO-CANARY"
HERE = {"lat": 45.1568, "lon": 10.79405}


class Stranger:
    """Somebody without an account."""

    def __init__(self):
        self.client = Client(headers={"accept-language": "en"})

    def __call__(self, method, path, body=None, status=200):
        data = json.dumps(body or {}) if method != "GET" else ""
        answer = self.client.generic(method, f"/api/v1{path}", data, content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json()

    def hands_in(self, path, name, content, status=200):
        answer = self.client.post(f"/api/v1{path}", {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == status, answer.content
        return answer.json()


def a_report(who, **body):
    return who("POST", "/reports", {"id": str(uuid4()), "kind": "blocked_ramp", **HERE, "text": "A van", **body})


def a_picture(form="JPEG", size=(320, 200)):
    """Make a picture as a phone does: with its position, its owner and a comment beside it."""
    picture = Image.new("RGB", size, (10, 120, 200))
    exif = picture.getexif()
    exif[0x010F], exif[0x9286], exif[0x0112] = CANARY, CANARY.encode(), 6  # maker, comment, lying on its side
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 9.0, 24.48), 3: "E", 4: (10.0, 47.0, 38.58), 29: CANARY})
    out = io.BytesIO()
    picture.save(out, form, exif=exif, comment=CANARY.encode(), pnginfo=None, icc_profile=b"profile " + CANARY.encode())
    return out.getvalue()


def moved_on():
    while deliver_due(now=NOW + timedelta(days=1)):
        pass


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_pixels_alone(form):
    """Position, owner, comment and profile are gone; it stands upright, as it was held."""
    raw = a_picture(form)

    plain = photos.plain_photo(raw)

    assert CANARY.encode() in raw
    assert CANARY.encode() not in plain.content
    with Image.open(io.BytesIO(plain.content)) as seen:
        assert (200, 320) == seen.size == (plain.width, plain.height)
        assert not dict(seen.getexif())
        assert {"exif", "icc_profile", "comment", "xmp"} & set(seen.info) == set()
        assert all(abs(one - other) < 12 for one, other in zip(seen.getpixel((9, 9)), (10, 120, 200), strict=True))


def test_a_large_picture_is_made_smaller():
    """To 1600 pixels."""
    plain = photos.plain_photo(a_picture(size=(4000, 2000)))

    assert (plain.width, plain.height) == (800, 1600)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"GIF89a" + bytes(40), b"\xff\xd8\xff" + bytes(100), b"\x89PNG\r\n\x1a\n", bytes(9 * 2**20)],
    ids=["nothing", "pdf", "gif", "broken jpeg", "broken png", "too large"],
)
def test_what_is_no_picture_is_refused(content):
    """With a sentence, not with an error of the library."""
    with pytest.raises(BadInput):
        photos.plain_photo(content)


def test_a_picture_that_unfolds_too_far_is_refused():
    """Before it is unfolded: 100 million pixels in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")

    assert len(out.getvalue()) < 100_000
    with pytest.raises(BadInput, match="pixels"):
        photos.plain_photo(out.getvalue())


def test_a_stranger_reports_and_follows_by_her_code(db, clock):
    """No account, no name; the code opens her words and her picture, the number does not."""
    her, other = Stranger(), Stranger()

    filed = a_report(her)
    code = filed["mine"]["code"]
    her.hands_in(f"/reports/{code}/photo", "a.jpg", a_picture())
    mine = her("GET", f"/reports/{code.lower()}")
    public = other("GET", f"/reports/{filed['number']}")

    assert (mine["text"], mine["photo"] is not None) == ("A van", True)
    assert (public["text"], public["photo"], public["mine"]) == (None, None, None)
    assert (public["state"], public["office"]) == ("filed", "Local police")
    assert her.client.get(mine["photo"]).status_code == 200
    assert other.client.get(f"/api/v1/reports/{filed['number']}/photo").status_code == 404
    assert CANARY.encode() not in bytes(ReportPhoto.objects.get().content)
    her("GET", "/reports/AAAA-AAAA-AAAA", status=404)


def test_sent_twice_is_one_report(db, clock):
    """As a phone does that heard no answer: under the identifier that it made, with the same code."""
    her, number = Stranger(), str(uuid4())

    first, again = a_report(her, id=number), a_report(her, id=number)

    assert first == again
    assert Report.objects.count() == 1


def test_the_same_problem_is_shown_and_joined(db, clock, amir):
    """Near, of that kind, open and recent; a phone and a resident count once each."""
    number = a_report(Stranger())["number"]
    him = Browser(amir.account)

    near = him("GET", f"/reports/near?kind=blocked_ramp&lat={HERE['lat'] + 0.0001}&lon={HERE['lon']}")
    for once in (str(uuid4()), str(uuid4())):
        joined = him("POST", f"/reports/{number}/join", {"once": once})
    again = str(uuid4())
    for _ in range(2):
        last = Stranger()("POST", f"/reports/{number}/join", {"once": again})

    assert [(number, 11)] == [(one["number"], one["metres"]) for one in near]
    assert (joined["joined"], last["joined"]) == (1, 2)
    assert [number] == [one["number"] for one in him("GET", "/me/reports")]


@pytest.mark.parametrize(
    ("kind", "north", "days", "found"),
    [
        ("blocked_ramp", 0.0, 0, 1),
        ("broken_kerb", 0.0, 0, 0),
        ("blocked_ramp", 0.00035, 29, 1),
        ("blocked_ramp", 0.00037, 0, 0),
        ("blocked_ramp", 0.0, 31, 0),
    ],
    ids=["the same", "another kind", "39 m and 29 days", "41 m", "31 days"],
)
def test_what_is_the_same_problem(db, clock, kind, north, days, found):
    """Forty metres and thirty days, as the city's folder says."""
    a_report(Stranger())

    same = same_problem(kind, (HERE["lat"] + north, HERE["lon"]), NOW + timedelta(days=days))

    assert found == len(same)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"kind": "blocked_rmp"}, "blocked_ramp"),
        ({"lat": None, "lon": None}, "where"),
        ({"lat": 51.5, "lon": 0.1}, "outside"),
        ({"kind": "pothole"}, "where"),
    ],
)
def test_what_cannot_be_reported_is_told(db, clock, body, word):
    """What is wrong and what to do."""
    problem = Stranger()("POST", "/reports", {"id": str(uuid4()), "kind": "blocked_ramp", **HERE, **body}, status=400)

    assert word in problem["detail"] + problem["next_step"]


def test_a_place_or_an_address_is_enough(db, clock):
    """Who does not give a position still reports."""
    a_report(Stranger(), lat=None, lon=None, place="palazzo-te")
    a_report(Stranger(), lat=None, lon=None, address="Via Roma 39")

    assert {"palazzo-te", ""} == set(Report.objects.values_list("place", flat=True))


def test_a_flood_is_held_back(db, clock):
    """Sixty in a minute are more than people report; the next minute goes on."""
    her = Stranger()
    for _ in range(60):
        a_report(her)

    her("POST", "/reports", {"id": str(uuid4()), "kind": "lamp", **HERE}, status=503)
    clock_now = NOW + timedelta(minutes=1, seconds=1)
    from django.conf import settings

    settings.CLOCK = FixedClock(clock_now)
    a_report(her)


def test_the_office_takes_answers_and_closes_and_the_resident_is_told(db, clock, amir, giulia, davide):
    """With the reason; who only joined is told too; the desk never learns who reported."""
    him, desk = Browser(amir.account), Browser(davide)
    number = a_report(him)["number"]
    Browser(giulia.account)("POST", f"/reports/{number}/join", {"once": str(uuid4())})
    task = desk("GET", "/desk/reports")[0]
    path = f"/desk/reports/{task['subject']}"

    seen = desk("GET", path)
    desk("POST", f"{path}/take", {"open_to_all": True})
    desk("POST", f"{path}/assign", {"officer": str(davide.id)})
    desk("POST", f"{path}/answer", {"text": "A patrol is on its way."})
    closed = desk("POST", f"{path}/close", {"outcome": "done", "reason": "The van was towed away."})
    moved_on()

    assert "Amir" not in json.dumps(seen)
    assert ("closed", "Done", str(davide.id)) == (closed["state"], closed["state_text"], closed["officer"])
    assert desk("GET", "/desk/reports") == []
    public = Stranger()("GET", f"/reports/{number}")
    assert [move["text"] for move in public["moves"]] == ["Taken up", "The office answers", "Closed"]
    assert public["text"] == "A van"
    for resident in (amir, giulia):
        notice = Notice.objects.get(resident=resident, matter__startswith="report:")
        assert (notice.kind, notice.values["reason"]) == ("report.closed", "The van was towed away.")
    assert Notice.objects.get(resident=giulia).href == f"/services/reports/{number}"


@pytest.mark.parametrize("act", ["take", "answer", "close"])
def test_a_closed_report_is_not_changed_again(db, clock, davide, act):
    """And no reason, no closing."""
    desk = Browser(davide)
    a_report(Stranger())
    path = f"/desk/reports/{desk('GET', '/desk/reports')[0]['subject']}"
    desk("POST", f"{path}/close", {"outcome": "not_done", "reason": "No."}, status=400)
    desk("POST", f"{path}/close", {"outcome": "not_done", "reason": "This is a private road."})

    body = {"text": "A sentence.", "outcome": "done", "reason": "A sentence of reason."}
    desk("POST", f"{path}/{act}", body, status=409)


def test_the_reporter_adds_and_opens_again(db, clock, davide, settings):
    """Within sixty days; it waits for the office with a new day due."""
    her, desk = Stranger(), Browser(davide)
    filed = a_report(her)
    code = filed["mine"]["code"]
    her("POST", f"/reports/{code}/words", {"text": "Now there are two."})
    her("POST", f"/reports/{code}/reopen", {"text": "Not closed yet"}, status=409)
    her("POST", f"/reports/{filed['number']}/words", {"text": "Not mine"}, status=404)
    path = f"/desk/reports/{desk('GET', '/desk/reports')[0]['subject']}"
    desk("POST", f"{path}/close", {"outcome": "done", "reason": "The van was towed away."})
    her("POST", f"/reports/{code}/words", {"text": "Closed"}, status=409)

    settings.CLOCK = FixedClock(NOW + timedelta(days=59))
    opened = her("POST", f"/reports/{code}/reopen", {"text": "It is back."})

    assert (opened["state"], opened["moves"][-1]["said"]) == ("filed", "It is back.")
    assert len(desk("GET", "/desk/reports")) == 1
    desk("POST", f"{path}/close", {"outcome": "done", "reason": "The van was towed away."})
    settings.CLOCK = FixedClock(NOW + timedelta(days=120))
    her("POST", f"/reports/{code}/reopen", {"text": "Much later"}, status=409)
    assert not her("GET", f"/reports/{code}")["mine"]["can_reopen"]


def test_a_report_goes_with_its_resident(db, clock, amir):
    """Everything of it in the export, nothing after the erasure."""
    him = Browser(amir.account)
    code = a_report(him, text=CANARY)["mine"]["code"]
    him.hands_in(f"/reports/{code}/photo", "a.jpg", a_picture())

    part = next(one for one in personal_data.parts() if one.room == "services")
    exported = part.export(amir.id)
    part.erase(amir.id)

    assert exported["reports"][0]["text"] == CANARY
    assert 1 == len(exported["report_photos"]) == len(exported["report_moves"])
    assert not Report.objects.exists()
    assert not ReportPhoto.objects.exists()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda one: one.pop("title"), "title"),
        (lambda one: one["title"].pop("it"), "title"),
        (lambda one: one.update(group="nowhere"), "nowhere"),
        (lambda one: one.update(forward="nobody"), "nobody"),
        (lambda one: one.update(type="slow"), "slow"),
        (lambda one: one.update(colour="red"), "colour"),
    ],
)
def test_a_mistake_in_the_folder_is_told_with_its_key(change, word):
    """Before anybody meets it."""
    words = {"it": "Parole", "en": "Words"}
    kind = {"code": "a", "group": "g", **dict.fromkeys(("title", "about", "notice", "office"), words), "within_days": 1}
    kind["title"] = dict(words)
    change(kind)

    with pytest.raises(BadInput, match=word):
        read_kinds({"groups": {"g": words}, "kinds": [kind]}, file="reports.yaml", languages=("it", "en"))
