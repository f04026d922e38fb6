"""Residents are told by the ways they chose, and never more than they can bear."""

import base64
import json
import threading
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from zoneinfo import ZoneInfo

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from tests.services.conftest import NOW, TODAY

from manto.residents import commands as residents
from manto.residents.commands.facts import OWN_WORD
from manto.services import commands, postman
from manto.services.models import Notice, NoticeDelivery, PushSubscription
from manto.services.notices.policy import PER_WEEK_MAX, Choices, goes_out_at, retry_at, ways_out
from manto.services.notices.push_key import push_key
from manto.services.notices.templates import say, templates
from manto.services.queries.previews import previews

ROME = ZoneInfo("Europe/Rome")
VALUES = {
    "title": {"en": "Bike box", "it": "Box bici"},
    "number": "2026-ABCDEFG",
    "due": "",
    "reason": "Box 7 is hers.",
}
JSON = "application/json"


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    begin=st.times(),
    end=st.times(),
)
def test_nothing_that_can_wait_goes_out_at_night(now, begin, end):
    """It goes out within a day, and what is urgent at once."""
    choices = Choices(quiet_from=begin.replace(second=0, microsecond=0), quiet_to=end.replace(second=0, microsecond=0))

    out = goes_out_at(now, choices, ROME, urgent=False)

    here, first, last = out.astimezone(ROME).time(), choices.quiet_from, choices.quiet_to
    assert not (first <= here < last if first <= last else here >= first or here < last)
    assert now <= out <= now + timedelta(hours=26)  # a night over which the clocks change is longer
    assert now == goes_out_at(now, choices, ROME, urgent=True)


def test_no_way_carries_more_than_its_share_of_a_week():
    """But for what is urgent; a stopped topic stays in the inbox; an unknown address is no way."""
    all_ways, full = ("mail", "push", "sms"), dict(PER_WEEK_MAX)
    chosen = Choices(channels=frozenset(all_ways), stopped=frozenset(("offers",)))

    assert ways_out("cases", chosen, all_ways, {}, urgent=False) == ["mail", "push", "sms"]
    assert ways_out("cases", chosen, all_ways, full, urgent=False) == []
    assert ways_out("cases", chosen, all_ways, full, urgent=True) == ["mail", "push", "sms"]
    assert ways_out("offers", chosen, all_ways, {}, urgent=False) == []
    assert ways_out("cases", chosen, ["push"], {}, urgent=False) == ["push"]


def test_trying_again_ends():
    """After some hours; each time later."""
    times = [retry_at(attempt, NOW) for attempt in range(1, 7)]

    assert times[:-1] == sorted(times[:-1])
    assert times[-1] is None
    assert timedelta(hours=2) < times[-2] - NOW < timedelta(days=1)


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_kind_says_what_and_why_in_every_language(language):
    """And begins with the thing itself, filled whole."""
    for preview in previews(language, NOW):
        assert all(preview[part].strip() for part in ("title", "text", "why")), preview["kind"]
        assert "{" not in preview["title"] + preview["text"] + preview["why"]
    reasons = [one["text"] for one in previews(language, NOW) if one["kind"] in ("case.granted", "case.refused")]
    assert "Nido Kelder" in reasons[0]
    assert "Nido Kelder" not in reasons[1], "what refuses is no reason that grants"
    words = {part: {kind: getattr(one, part) for kind, one in templates().items()} for part in ("title", "text", "why")}
    assert all({"en", "it"} == set(one) for part in words.values() for one in part.values())


def test_of_one_matter_the_latest_unread_word_stands(giulia):
    """What was read stays; what still waited to go out about it does not go."""
    for kind in ("case.sent", "case.in_progress"):
        commands.notify(giulia.id, kind, "case:1", values=VALUES, href="/services", now=NOW)
    (notice,) = Notice.objects.all()
    commands.read_notice(notice.id, resident_id=giulia.id, now=NOW)
    commands.notify(giulia.id, "case.granted", "case:1", values=VALUES, href="/services", now=NOW)

    assert [one.kind for one in Notice.objects.order_by("made_at", "id")] == ["case.in_progress", "case.granted"]


def known_by_mail(resident, address="giulia@posta.example"):
    residents.record_fact(resident.id, "contact.email", address, source=OWN_WORD, valid_from=TODAY, now=NOW)


def mails(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return lambda: [
        message_from_bytes(part.strip() + b"\n", policy=policy.default)
        for file in sorted(tmp_path.iterdir())
        for part in file.read_bytes().split(b"-" * 79)
        if part.strip()
    ]


def test_a_mail_says_what_why_where_to_go_on_and_how_to_stop(giulia, settings, tmp_path):
    """In her language, once, with the header by which her mail program offers to stop it."""
    sent = mails(settings, tmp_path)
    known_by_mail(giulia)
    residents.choose_language(giulia.id, "it")
    commands.notify(giulia.id, "case.granted", "case:1", values=VALUES, href="/services/cases/1", now=NOW)

    assert postman.carry_due(now=NOW) == 1
    assert postman.carry_due(now=NOW + timedelta(hours=1)) == 0

    (mail,) = sent()
    body = mail.get_content()
    assert (mail["subject"], mail["to"]) == ("Box bici: accolta", "giulia@posta.example")
    for part in ("Box 7 is hers.", "/services/cases/1", "È la risposta alla tua domanda", "come smettere"):
        assert part in body
    assert "/services/inbox/choices" in mail["list-unsubscribe"]


def test_what_comes_at_night_waits_for_the_morning_and_not_if_it_was_read(giulia, settings, tmp_path):
    """At eight, city time."""
    sent = mails(settings, tmp_path)
    known_by_mail(giulia)
    night = datetime(2026, 6, 9, 21, 30, tzinfo=UTC)
    commands.notify(giulia.id, "case.granted", "case:1", values=VALUES, href="/", now=night)
    second = commands.notify(giulia.id, "case.sent", "case:2", values=VALUES, href="/", now=night)

    assert postman.carry_due(now=night + timedelta(hours=3)) == 0
    commands.read_notice(second.id, resident_id=giulia.id, now=night + timedelta(hours=4))
    assert postman.carry_due(now=datetime(2026, 6, 10, 6, 0, tzinfo=UTC)) == 1
    assert len(sent()) == 1


class Outside:
    """A service outside the house: a push service or a gateway for short messages."""

    def __init__(self, status=201):
        self.status, self.heard = status, []
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                outside.heard.append((self.path, dict(self.headers), body))
                self.send_response(outside.status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def outside():
    """Give a service outside the house."""
    outside = Outside()
    yield outside
    outside.close()


def text_of(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_only_her_browser_can_read_what_is_pushed(giulia, outside):
    """It is encrypted to the key that the browser made, and signed with the city's."""
    hers = ec.generate_private_key(ec.SECP256R1())
    point = hers.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    secret = b"0123456789abcdef"
    commands.allow_push(
        giulia.id, endpoint=f"{outside.url}/her-phone", p256dh=text_of(point), auth=text_of(secret), now=NOW
    )
    commands.notify(giulia.id, "case.granted", "case:1", values=VALUES, href="/services/cases/1", now=NOW)

    postman.carry_due(now=NOW)

    ((path, headers, body),) = outside.heard
    said = json.loads(http_ece.decrypt(body, private_key=hers, auth_secret=secret, version="aes128gcm"))
    assert (path, said["title"], said["tag"]) == ("/her-phone", "Bike box: granted", "case:1")
    assert "It is the answer to your application" in said["body"]
    authorization = next(value for name, value in headers.items() if name.lower() == "authorization")
    assert push_key().public in authorization
    assert NoticeDelivery.objects.get().outcome == "sent"


@pytest.mark.parametrize(("status", "left", "ended"), [(410, 0, True), (500, 1, False)])
def test_a_browser_that_is_gone_is_forgotten_and_one_that_is_busy_tried_again(giulia, outside, status, left, ended):
    """A dead push service loses nothing: the notice stands in the inbox."""
    outside.status = status
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    commands.allow_push(giulia.id, endpoint=f"{outside.url}/x", p256dh=text_of(point), auth=text_of(b"0" * 16), now=NOW)
    commands.notify(giulia.id, "case.granted", "case:1", values=VALUES, href="/", now=NOW)

    postman.carry_due(now=NOW)

    delivery = NoticeDelivery.objects.get()
    assert (left, ended) == (PushSubscription.objects.count(), delivery.ended_at is not None)
    assert Notice.objects.count() == 1
    assert ended or delivery.due_at > NOW


def test_a_short_message_goes_to_the_gateway_where_the_city_has_one(giulia, outside, settings):
    """With what it is about and where to read on; without a gateway the way is not offered."""
    phone = "+39 340 0000101"
    residents.record_fact(giulia.id, "contact.phone", phone, source=OWN_WORD, valid_from=TODAY, now=NOW)
    commands.choose_notices(giulia.id, channels=["sms"], stopped=[])
    commands.notify(giulia.id, "case.sent", "case:1", values=VALUES, href="/", now=NOW)
    assert NoticeDelivery.objects.count() == 0

    settings.MANTO_SMS_URL, settings.MANTO_SMS_TOKEN = f"{outside.url}/sms", "secret"
    commands.notify(giulia.id, "case.granted", "case:1", values=VALUES, href="/services/cases/1", now=NOW)
    postman.carry_due(now=NOW)

    ((_, headers, body),) = outside.heard
    told = json.loads(body)
    assert (phone, "Bearer secret") == (told["to"], headers["Authorization"])
    assert told["text"].startswith("Bike box: granted. ")
    assert "/services/cases/1\nIt is the answer to your application" in told["text"]
    assert told["text"].endswith("/services/inbox/choices")


def test_she_chooses_in_the_app_how_she_is_told(giulia, clock):
    """What is chosen is what is done."""
    known_by_mail(giulia)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(giulia.account, backend="django.contrib.auth.backends.ModelBackend")
    body = {"channels": ["push"], "stopped": ["offers"], "quiet_from": "22:30", "quiet_to": "07:00"}

    chosen = browser.put("/api/v1/me/notice-choices", body, content_type=JSON).json()
    commands.notify(giulia.id, "case.sent", "case:1", values=VALUES, href="/", now=NOW)
    refused = browser.put("/api/v1/me/notice-choices", {**body, "quiet_to": "22:30"}, content_type=JSON)

    assert {one["id"]: one["on"] for one in chosen["channels"]} == {"mail": False, "push": True}
    assert (chosen["quiet_from"], {one["id"]: one["on"] for one in chosen["topics"]}["offers"]) == ("22:30", False)
    assert NoticeDelivery.objects.count() == 0
    assert refused.status_code == 400


def test_the_inbox_says_why_each_notice_came(giulia, amir, clock):
    """And only she can read it or mark it."""
    notice = commands.notify(giulia.id, "case.granted", "case:1", values=VALUES, href="/services/cases/1", now=NOW)
    hers, his = (Client(headers={"accept-language": "en"}) for _ in range(2))
    hers.force_login(giulia.account, backend="django.contrib.auth.backends.ModelBackend")
    his.force_login(amir.account, backend="django.contrib.auth.backends.ModelBackend")

    (item,) = hers.get("/api/v1/me/notices").json()["items"]
    assert (item["title"], item["why"]) == ("Bike box: granted", "It is the answer to your application 2026-ABCDEFG.")
    assert his.post(f"/api/v1/me/notices/{notice.id}/read").status_code == 404
    assert hers.post(f"/api/v1/me/notices/{notice.id}/read").status_code == 204
    assert hers.get("/api/v1/me/notices").json()["unread"] == 0


def test_her_dates_are_a_calendar_at_a_secret_address(giulia, clock):
    """Of one matter the latest day; a new address ends the old; a wrong one is not found."""
    words = {"title": {"en": "Nursery", "it": "Nido"}, "text": {"en": "Apply.", "it": "Iscrivi."}, "day": "Friday"}
    for day in (date(2026, 6, 11), date(2026, 6, 12)):
        commands.notify(giulia.id, "date.near", "nursery", values=words, href="/services", now=NOW, day=day)
    browser = Client()
    browser.force_login(giulia.account, backend="django.contrib.auth.backends.ModelBackend")

    first = browser.post("/api/v1/me/calendar").json()["calendar_url"]
    second = browser.post("/api/v1/me/calendar").json()["calendar_url"]
    stranger = Client()
    answer = stranger.get(second[second.index("/api") :])

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (date(2026, 6, 12), "Nursery: by Friday") == (event["dtstart"].dt, str(event["summary"]))
    assert stranger.get(first[first.index("/api") :]).status_code == 404
    assert answer["content-type"].startswith("text/calendar")


def test_a_value_in_words_is_said_in_the_readers_language():
    """And a plain one as it is."""
    assert say("case.sent", VALUES, "it").title == "Box bici: inviata"
    assert time(21, 0) == Choices().quiet_from
