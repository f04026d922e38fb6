"""What the city is told, what it knew when, and what it refuses to be told."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.residents.conftest import NOW

from manto.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, UnknownName
from manto.residents import commands, queries
from manto.residents.catalogue import SourceKind
from manto.residents.models import Fact
from manto.residents.validity import Days

CIVIL = commands.Source(SourceKind.REGISTER, "civil")
HERSELF = queries.Herself()


def street(resident, **at):
    """Read the street in which a resident lives."""
    fact = queries.read_facts(resident.id, ["home.street"], HERSELF, "", NOW + timedelta(days=400), **at)
    return fact["home.street"].value if fact else None


def record_street(resident, value, first, end=None, now=NOW):
    """Record a street for a run of days."""
    return commands.record_fact(
        resident.id, "home.street", value, source=CIVIL, valid_from=first, valid_to=end, now=now
    )


def telephones():
    """Give every telephone number in the table."""
    return set(Fact.objects.filter(name="contact.phone").values_list("value", flat=True))


def test_a_move_leaves_the_old_home_readable(giulia):
    """Before the move the old street holds, from the day of the move the new one."""
    record_street(giulia, "Via Volta", date(2026, 6, 1))

    assert street(giulia, on=date(2026, 5, 31)) == "Via Grossi"
    assert street(giulia, on=date(2026, 6, 1)) == "Via Volta"


def test_what_was_believed_stays_readable_as_of_then(giulia):
    """A correction does not rewrite what the city believed before it."""
    wrong = queries.read_facts(giulia.id, ["home.street"], HERSELF, "", NOW)["home.street"]
    later = NOW + timedelta(days=1)

    commands.correct_fact(wrong.id, "Via Ariosto", source=CIVIL, now=later)

    assert street(giulia, known_at=NOW) == "Via Grossi"
    assert street(giulia, known_at=later) == "Via Ariosto"


def test_recording_the_same_twice_changes_nothing(giulia):
    """A register that sends its extract again leaves no second row."""
    before = Fact.objects.count()

    record_street(giulia, "Via Grossi", date(2019, 3, 12))

    assert before == Fact.objects.count()


def test_an_ended_fact_is_no_longer_read(giulia):
    """From its end on a fact is not told, before it it is."""
    fact = queries.read_facts(giulia.id, ["home.street"], HERSELF, "", NOW)["home.street"]

    commands.end_fact(fact.id, on=date(2026, 6, 1), now=NOW)

    assert None is street(giulia, on=date(2026, 6, 1))
    assert street(giulia, on=date(2026, 5, 31)) == "Via Grossi"


def test_a_replaced_fact_cannot_be_corrected(giulia):
    """Who corrects what has been replaced is told so, and nothing is lost."""
    fact = queries.read_facts(giulia.id, ["home.street"], HERSELF, "", NOW)["home.street"]
    commands.correct_fact(fact.id, "Via Ariosto", source=CIVIL, now=NOW)

    with pytest.raises(Conflict):
        commands.correct_fact(fact.id, "Via Volta", source=CIVIL, now=NOW)


def test_an_unknown_name_is_refused_with_the_nearest(giulia):
    """A misspelt fact is refused, and the catalogue's own spelling offered."""
    with pytest.raises(UnknownName, match=r"person\.birth"):
        commands.record_fact(giulia.id, "person.brith", "x", source=CIVIL, valid_from=date(2026, 1, 1), now=NOW)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("person.birth", "30 febbraio"),
        ("household.size", 0),
        ("household.size", True),
        ("person.citizenship", "Italy"),
        ("work.status", "asleep"),
        ("voter_roll.registered", "yes"),
        ("home.street", "   "),
    ],
)
def test_a_value_of_another_kind_is_refused(giulia, name, value):
    """A value that the catalogue does not allow is refused whole."""
    before = Fact.objects.count()

    with pytest.raises(BadInput, match=name):
        commands.record_fact(giulia.id, name, value, source=CIVIL, valid_from=date(2026, 1, 1), now=NOW)

    assert before == Fact.objects.count()


def test_a_source_must_be_one_that_the_catalogue_allows(giulia):
    """Nobody's own word makes them a citizen."""
    with pytest.raises(BadInput, match="own_word"):
        commands.record_fact(
            giulia.id, "person.citizenship", "IT", source=commands.OWN_WORD, valid_from=date(2026, 1, 1), now=NOW
        )


def test_a_fact_that_rests_on_consent_needs_it(giulia):
    """Health facts are not stored without a consent."""
    source = commands.Source(SourceKind.CONNECTOR, "health")

    with pytest.raises(NotAllowed, match="consent"):
        commands.record_fact(
            giulia.id, "health.vaccination_due", "2026-07-01", source=source, valid_from=date(2026, 6, 1), now=NOW
        )


def test_an_unknown_resident_has_no_facts(db):
    """A fact of nobody is refused."""
    import uuid

    with pytest.raises(NotFound):
        commands.record_fact(uuid.uuid4(), "home.street", "x", source=CIVIL, valid_from=date(2026, 1, 1), now=NOW)


def test_what_is_kept_long_enough_is_forgotten(giulia):
    """A superseded value goes when its retention is over; what holds stays."""
    telephone = commands.record_fact(
        giulia.id, "contact.phone", "+39 0376 1", source=commands.OWN_WORD, valid_from=date(2026, 1, 1), now=NOW
    )
    commands.correct_fact(telephone.id, "+39 0376 22", source=commands.OWN_WORD, now=NOW)

    commands.forget_expired_facts(now=NOW + timedelta(days=29))
    kept = telephones()
    commands.forget_expired_facts(now=NOW + timedelta(days=32))

    assert ({"+39 0376 1", "+39 0376 22"}, {"+39 0376 22"}) == (kept, telephones())


DAY = date(2026, 1, 1)
runs = st.tuples(st.integers(0, 30), st.none() | st.integers(1, 15)).map(
    lambda run: Days(DAY + timedelta(days=run[0]), None if run[1] is None else DAY + timedelta(days=run[0] + run[1]))
)
statements = st.lists(st.tuples(runs, st.sampled_from(["Via Volta", "Via Verdi", "Via Roma"])), max_size=6)


class TestAsOf(TestCase):
    """The law of validity, for any sequence of statements."""

    @settings(deadline=None, max_examples=25)
    @given(statements)
    def test_as_of_any_day_the_last_statement_about_it_holds(self, said):
        """On each day the value is that of the last statement that spoke of it, and as known earlier, of the last then."""
        resident = commands.register_resident(now=NOW)
        moments = [NOW + timedelta(hours=number) for number in range(len(said) + 1)]
        for (days, value), moment in zip(said, moments, strict=False):
            record_street(resident, value, days.first, days.end, now=moment)

        for known, moment in enumerate(moments):
            for offset in range(-1, 50, 5):
                day = DAY + timedelta(days=offset)
                expected = next((value for days, value in reversed(said[: known + 1]) if day in days), None)
                assert expected == street(resident, on=day, known_at=moment)

    @settings(deadline=None, max_examples=25)
    @given(statements)
    def test_no_two_values_hold_on_one_day(self, said):
        """What the city believes now never overlaps with itself."""
        resident = commands.register_resident(now=NOW)
        for days, value in said:
            record_street(resident, value, days.first, days.end)

        believed = Fact.objects.filter(resident=resident, superseded_at__isnull=True)
        held = [Days(fact.valid_from, fact.valid_to) for fact in believed]
        assert not [(a, b) for a in held for b in held if a is not b and a.overlaps(b)]
