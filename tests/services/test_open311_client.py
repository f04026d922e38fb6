"""Our Open311 client, speaking with our own server over loopback: handing over, following, and crashes in between."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.services.conftest import NOW

from manto.kernel.errors import Unavailable
from manto.services import carrying_reports, reference
from manto.services.commands import report_office
from manto.services.commands import reports as commands
from manto.services.models import Report
from manto.services.reports.client import Client
from manto.services.reports.kinds import Endpoint, ReportBook

KEY = "a-key-of-the-city"
ROOT = "/open311/v2"


@pytest.fixture
def elsewhere(live_server, settings, clock, tmp_path, monkeypatch):
    """Let street lamps be another agency's, whose server is our own over loopback."""
    settings.MANTO_OPEN311_KEYS = KEY
    (tmp_path / "key").write_text(f"{KEY}\n")
    here = reference.report_book()
    lamp = here.kinds["lamp"]
    endpoint = Endpoint("lights", f"{live_server.url}{ROOT}", {"en": "Lights", "it": "Luci"}, "", str(tmp_path / "key"))
    forwarding = {"lamp": type(lamp)(**{**lamp.__dict__, "forward": "lights", "forward_code": "graffiti"})}
    book = ReportBook({**here.kinds, **forwarding}, here.groups, {"lights": endpoint}, here.jurisdiction_id)
    monkeypatch.setattr(carrying_reports, "report_book", lambda: book)
    monkeypatch.setattr(commands, "report_book", lambda: book)
    return endpoint


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_our_client_understands_our_server(elsewhere, form):
    """Services, a report handed over, its standing; in both forms, over real sockets."""
    client = Client(elsewhere.url, key=KEY, form=form)

    services = client.services()
    handed = client.hand_over(
        "pothole", at=(45.1568, 10.794), address="", text="A <hole> & more", answers={"where": "pavement"}
    )

    assert set(reference.report_book().kinds) == {one["service_code"] for one in services}
    assert Report.objects.get(number=handed.number).text == "A <hole> & more"
    assert not client.standing(handed.number).closed
    with pytest.raises(Unavailable, match="403"):
        Client(elsewhere.url, key="wrong", form=form).hand_over("lamp", at=None, address="x", text="", answers={})


@pytest.mark.django_db(transaction=True)
def test_a_forwarded_report_follows_what_the_other_agency_says(elsewhere):
    """Handed over by its token, taken up there, closed there, closed here with their reason."""
    from manto.residents.models import Account

    officer = Account.objects.create_user("there@example.org", role="case_officer")
    mine = commands.file_report(uuid4(), commands.Problem("lamp", at=(45.1568, 10.794)), via="app", now=NOW)
    steps = []

    def carry(hours):
        carrying_reports.carry_reports(now=NOW + timedelta(hours=hours))
        mine.refresh_from_db()
        steps.append((mine.state, bool(mine.forward_token), bool(mine.forward_number), mine.forward_error))

    carry(0)
    theirs = Report.objects.get(kind="graffiti")
    report_office.take_report(theirs.id, account_id=officer.id, open_to_all=False, now=NOW)
    carry(1)
    carry(2)
    report_office.close_report(theirs.id, "done", "The lamp has a new bulb.", account_id=officer.id, now=NOW)
    carry(3)

    assert steps == [
        ("filed", True, False, ""),
        ("taken", True, True, ""),
        ("taken", True, True, ""),
        ("closed", True, True, ""),
    ]
    assert mine.moves.get(kind="closed").text == "The lamp has a new bulb."
    assert mine.forward_at is None


@pytest.fixture
def numbered(elsewhere, monkeypatch):
    """Let the other agency give numbers at once."""
    book = carrying_reports.report_book()
    lamp = book.kinds["lamp"]
    kinds = {**book.kinds, "lamp": type(lamp)(**{**lamp.__dict__, "forward_code": "bin_full"})}
    monkeypatch.setattr(carrying_reports, "report_book", lambda: ReportBook(kinds, book.groups, book.endpoints))
    return elsewhere


def handed_over_and_died(endpoint):
    """File a report, hand it over, and die before the answer is written down."""
    mine = commands.file_report(uuid4(), commands.Problem("lamp", at=(45.1568, 10.794)), via="app", now=NOW)
    report_office.claim_forwards(now=NOW)
    report_office.begin_forward(mine.id, now=NOW)
    Client(endpoint.url, key=KEY).hand_over(
        "bin_full", at=(45.1568, 10.794), address="", text=f"[{mine.number}]", answers={}
    )
    return mine


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("read_by_a_clerk", [True, False])
def test_a_crash_in_the_middle_files_nothing_twice(numbered, read_by_a_clerk):
    """What the other agency took is found in its list, by our number or by kind and place, and followed from there."""
    mine = handed_over_and_died(numbered)
    Report.objects.filter(kind="bin_full").update(open_to_all=read_by_a_clerk)

    carrying_reports.carry_reports(now=NOW + timedelta(minutes=3))

    mine.refresh_from_db()
    theirs = Report.objects.get(kind="bin_full")
    assert (mine.forward_number, mine.forward_began_at, mine.state) == (theirs.number, None, "taken")
    assert not theirs.joins.exists()


@pytest.mark.django_db(transaction=True)
def test_what_never_arrived_is_handed_over_again_once_that_is_certain(numbered):
    """Not before the other agency had time to list it, and then once."""
    mine = commands.file_report(uuid4(), commands.Problem("lamp", at=(45.1568, 10.794)), via="app", now=NOW)
    report_office.begin_forward(mine.id, now=NOW)  # and the process died before it said anything

    carrying_reports.carry_reports(now=NOW + timedelta(minutes=3))
    waits = Report.objects.filter(kind="bin_full").count()
    carrying_reports.carry_reports(now=NOW + timedelta(minutes=12))

    mine.refresh_from_db()
    assert (waits, mine.forward_number) == (0, Report.objects.get(kind="bin_full").number)
    assert Report.objects.get(kind="bin_full").text == f"[{mine.number}]"


@pytest.mark.django_db(transaction=True)
def test_an_agency_whose_list_cannot_be_had_is_given_nothing_blindly(numbered, monkeypatch):
    """Its error stands at the desk; a person can call."""
    mine = handed_over_and_died(numbered)
    book = carrying_reports.report_book()
    dead = Endpoint("lights", "http://127.0.0.1:9/v2", numbered.name)
    monkeypatch.setattr(carrying_reports, "report_book", lambda: ReportBook(book.kinds, book.groups, {"lights": dead}))

    carrying_reports.carry_reports(now=NOW + timedelta(hours=1))

    mine.refresh_from_db()
    assert mine.forward_began_at == NOW
    assert "cannot be reached" in mine.forward_error


@pytest.mark.django_db(transaction=True)
def test_a_dead_agency_is_tried_again_later_each_time(elsewhere, monkeypatch):
    """The report stands, its error is told at the desk, and nothing waits for it."""
    dead = Endpoint("lights", "http://127.0.0.1:9/v2", elsewhere.name)
    book = carrying_reports.report_book()
    monkeypatch.setattr(carrying_reports, "report_book", lambda: ReportBook(book.kinds, book.groups, {"lights": dead}))
    mine = commands.file_report(uuid4(), commands.Problem("lamp", at=(45.1568, 10.794)), via="app", now=NOW)
    waits, now = [], NOW

    for _ in range(3):
        assert carrying_reports.carry_reports(now=now) == 1
        mine.refresh_from_db()
        waits.append(mine.forward_at - now)
        now = mine.forward_at

    assert sorted(set(waits)) == waits
    assert (mine.state, mine.forward_tries) == ("filed", 3)
    assert "cannot be reached" in mine.forward_error
    assert carrying_reports.carry_reports(now=now - timedelta(seconds=1)) == 0
