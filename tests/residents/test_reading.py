"""Who may read what, and the line that it leaves."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.residents.conftest import CIVIL, NOW

from manto.kernel.errors import BadInput, NotAllowed, NotFound, UnknownName
from manto.residents import commands, queries
from manto.residents.catalogue import SourceKind
from manto.residents.models import Account, Contest, Lookup
from manto.residents.queries.lookups import lookups_of
from manto.residents.reference import catalogue
from manto.residents.roles import Role

HEALTH = commands.Source(SourceKind.CONNECTOR, "health")
REASON = "To answer your letter of May"
HERSELF = queries.Herself()


def let_health_be_known(resident):
    """Record a health fact with its consent."""
    commands.grant_consent(resident.id, "health_plan", now=NOW)
    commands.record_fact(
        resident.id, "health.vaccination_due", "2026-07-01", source=HEALTH, valid_from=date(2026, 6, 1), now=NOW
    )


def reads(reader, resident, name="health.vaccination_due", now=NOW, **more):
    """Read one fact."""
    return queries.read_facts(resident.id, [name], reader, REASON, now, **more)


def test_a_clerks_look_is_told_in_plain_words(giulia, davide):
    """The resident reads who looked, in what part, at what and why."""
    queries.read_facts(giulia.id, ["home.street", "person.birth"], queries.Officer(davide.id), REASON, NOW)

    line = lookups_of(giulia.id, "en", NOW)["items"][0]

    expected = "Davide, case officer, looked at your date of birth and street. Why: To answer your letter of May"
    assert expected == line["text"]
    assert not line["day_only"]


def test_a_look_at_many_facts_says_what_they_are_about(giulia, davide):
    """Four facts are named one by one; with more than six, what they are about."""
    for name, value in [("home.number", "14"), ("person.birth_place", "Mantova"), ("person.citizenship", "IT")]:
        commands.record_fact(giulia.id, name, value, source=CIVIL, valid_from=date(2020, 1, 1), now=NOW)

    queries.read_facts(giulia.id, catalogue().kinds, queries.Officer(davide.id), REASON, NOW)

    text = lookups_of(giulia.id, "en", NOW)["items"][0]["text"]
    assert "looked at your 7 facts (who you are and where you live). Why" in text


def test_a_line_names_what_was_there(giulia, davide):
    """Who asks for two facts of which one is known has looked at one; who finds nothing has asked for it."""
    queries.read_facts(giulia.id, ["home.street", "school.id"], queries.Officer(davide.id), REASON, NOW)
    queries.read_facts(giulia.id, ["school.id"], queries.Officer(davide.id), REASON, NOW)

    assert [line.names for line in Lookup.objects.order_by("id")] == [["home.street"], ["school.id"]]


def test_each_look_of_a_person_leaves_a_line(giulia, davide):
    """Two looks by a clerk are two lines."""
    for _ in range(2):
        reads(queries.Officer(davide.id), giulia, "home.street")

    assert Lookup.objects.filter(account=davide).count() == 2


@pytest.mark.parametrize("reason", ["", "   ", "because"])
def test_a_clerk_must_say_why(giulia, davide, reason):
    """Without a reason nothing is told, and no line pretends otherwise."""
    with pytest.raises(BadInput, match="reason"):
        queries.read_facts(giulia.id, ["home.street"], queries.Officer(davide.id), reason, NOW)

    assert Lookup.objects.count() == 0


def test_who_is_not_staff_is_no_officer(giulia):
    """A resident's account cannot look as if it were a clerk's."""
    stranger = Account.objects.create_user("stranger@example.org")

    with pytest.raises(NotAllowed):
        reads(queries.Officer(stranger.id), giulia, "home.street")


def test_a_resident_reads_of_herself_without_a_line(giulia):
    """What she reads of herself is nobody's business."""
    known = reads(HERSELF, giulia, "home.street")

    assert known["home.street"].value == "Via Grossi"
    assert Lookup.objects.count() == 0


def test_a_room_leaves_one_line_a_day_and_reason(giulia, django_capture_on_commit_callbacks):
    """Hot reads of a room write once; another day or reason is another line."""
    room = queries.Room("assistant")
    with django_capture_on_commit_callbacks(execute=True):
        reads(room, giulia, "home.street")
        reads(room, giulia, "home.street", now=NOW + timedelta(hours=1))
    reads(room, giulia, "home.street", now=NOW + timedelta(days=1))
    queries.read_facts(giulia.id, ["home.street"], room, "another", NOW)

    assert Lookup.objects.filter(room="assistant").count() == 3


def test_a_hot_read_of_a_room_does_not_write(giulia, django_capture_on_commit_callbacks, django_assert_num_queries):
    """Once today's line stands, a room's read is one question; two when a fact rests on consent."""
    room = queries.Room("assistant")
    with django_capture_on_commit_callbacks(execute=True):
        reads(room, giulia, "home.street")

    with django_assert_num_queries(1):
        reads(room, giulia, "home.street")


def test_a_rooms_line_names_all_that_it_read_that_day(giulia, django_capture_on_commit_callbacks):
    """What a room reads later in the day is added to its line."""
    room = queries.Room("assistant")
    with django_capture_on_commit_callbacks(execute=True):
        reads(room, giulia, "home.street")
    reads(room, giulia, "person.birth")

    assert Lookup.objects.get(room="assistant").names == ["home.street", "person.birth"]


def test_a_guardian_reads_and_the_child_can_tell(giulia):
    """A guardian reads her child's facts, and a line says so."""
    nora = commands.register_resident(now=NOW)
    commands.appoint_guardian(nora.id, giulia.id, proof="birth certificate 2026/112", since=date(2026, 5, 28))
    commands.record_fact(nora.id, "person.given_name", "Nora", source=CIVIL, valid_from=date(2026, 5, 28), now=NOW)

    known = reads(queries.Guardian(giulia.id), nora, "person.given_name")

    line = lookups_of(nora.id, "it", NOW)["items"][0]
    assert known["person.given_name"].value == "Nora"
    assert (line["who"], line["role_text"]) == ("Giulia Ferrari", "genitore o tutore")


def test_a_guardianship_ends(giulia):
    """After its last day a guardian reads nothing."""
    nora = commands.register_resident(now=NOW)
    commands.appoint_guardian(nora.id, giulia.id, proof="court order 7", since=date(2020, 1, 1), until=date(2026, 6, 9))

    with pytest.raises(NotAllowed):
        reads(queries.Guardian(giulia.id), nora, "person.given_name")


@pytest.mark.parametrize("who", ["officer", "room"])
def test_nobody_reads_of_somebody_erased(giulia, davide, who):
    """Whoever reads of a resident who is gone is told so; no line is left about nobody."""
    reader = queries.Officer(davide.id) if who == "officer" else queries.Room("services")

    with pytest.raises(NotFound):
        queries.read_facts(uuid.uuid4(), ["home.street"], reader, REASON, NOW)

    assert Lookup.objects.count() == 0


def test_families_are_made_of_residents(giulia):
    """A household or a guardianship with somebody who is not there is refused at once, not by the commit."""
    with pytest.raises(NotFound):
        commands.form_household([(giulia.id, "head"), (uuid.uuid4(), "child")], since=date(2026, 1, 1))
    with pytest.raises(NotFound):
        commands.appoint_guardian(uuid.uuid4(), giulia.id, proof="court order", since=date(2026, 1, 1))
    with pytest.raises(NotFound):
        commands.join_household(uuid.uuid4(), giulia.id, "head", since=date(2026, 1, 1))


def test_an_unknown_name_is_not_read(giulia):
    """Nobody reads what the catalogue does not hold."""
    with pytest.raises(UnknownName):
        reads(HERSELF, giulia, "person.shoe_size")


def test_what_was_told_in_confidence_is_not_for_the_desk(giulia, davide):
    """A clerk is not given sensitive facts, unless the resident contested them and so asked for a look."""
    let_health_be_known(giulia)
    desk = queries.Officer(davide.id)

    before = reads(desk, giulia)
    fact = reads(HERSELF, giulia)["health.vaccination_due"]
    commands.contest_fact(fact.id, resident_id=giulia.id, reason="It was done last week", now=NOW)

    assert ({}, {"health.vaccination_due"}) == (before, set(reads(desk, giulia)))
    assert Contest.objects.count() == 1


def test_a_purpose_opens_only_what_it_covers(giulia):
    """A room that reads for a purpose gets nothing without that consent, and never more than it covers."""
    room = queries.Room("assistant")
    names = ["person.birth", "person.family_name"]

    before = queries.read_facts(giulia.id, names, room, "offers", NOW, purpose="tailoring")
    commands.grant_consent(giulia.id, "tailoring", now=NOW)
    after = queries.read_facts(giulia.id, names, room, "offers", NOW, purpose="tailoring")

    assert ({}, {"person.birth"}) == (before, set(after))


class TestWithdrawal(TestCase):
    """The law of consent, for any order of yes, no and reading."""

    @settings(deadline=None, max_examples=40)
    @given(st.lists(st.booleans(), max_size=6), st.sampled_from(["herself", "guardian", "officer", "room"]))
    def test_after_a_withdrawal_no_reader_gets_the_value(self, said, who):
        """Whoever reads, the value is told exactly while the consent is in force."""
        resident, guardian = commands.register_resident(now=NOW), commands.register_resident(now=NOW)
        commands.appoint_guardian(resident.id, guardian.id, proof="court order", since=date(2020, 1, 1))
        clerk = Account.objects.create_user(f"{uuid.uuid4()}@example.org", role=Role.REGISTRAR)
        reader = {
            "herself": HERSELF,
            "guardian": queries.Guardian(guardian.id),
            "officer": queries.Officer(clerk.id),
            "room": queries.Room("services"),
        }[who]
        let_health_be_known(resident)

        for number, yes in enumerate(said):
            moment = NOW + timedelta(minutes=number + 1)
            change = commands.grant_consent if yes else commands.withdraw_consent
            change(resident.id, "health_plan", now=moment)

            known = reads(reader, resident, now=moment)
            history = queries.read_history(resident.id, "health.vaccination_due", reader, REASON, moment)

            assert (yes and who != "officer") is bool(known)
            assert (yes and who != "officer") is bool(history)
