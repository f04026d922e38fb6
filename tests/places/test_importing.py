"""What a source says is taken in whole or not at all, once, and never lost."""

from datetime import timedelta

import pytest

from manto.kernel.errors import BadInput
from manto.places.commands import import_content
from manto.places.drafts import Leaving, PlaceDraft
from manto.places.gathering import Content, SourceFacts, gather, refuse_what_was_left
from manto.places.models import ContentVersion, ImportRun, Place, Source
from manto.store.models import OutboxEvent

from .conftest import NOW, TOWN, draft

LATER = NOW + timedelta(days=1)


def take(*places: PlaceDraft | Leaving, source: SourceFacts = TOWN, now=NOW, check=lambda _hours: None):
    """Import drafts as the programs do."""
    content = gather(iter(places), check, lambda *_: None)
    return import_content(source, content, file="town.yaml", kind="city", now=now)


def stored() -> list[tuple]:
    """Give every stored place, all its columns."""
    return list(Place.objects.order_by("id").values_list())


@pytest.mark.django_db
def test_the_same_content_twice_changes_nothing_and_says_so() -> None:
    """No row, no version, no event; the report counts what it recognised."""
    take(draft("a"), draft("b", access={"kerb_cm": 3}, opening_hours="24/7"))
    before = stored(), ContentVersion.objects.get().stamp, OutboxEvent.objects.count()

    report = take(draft("b", access={"kerb_cm": 3}, opening_hours="24/7"), draft("a"), now=LATER)

    assert (stored(), ContentVersion.objects.get().stamp, OutboxEvent.objects.count()) == before
    assert (report.taken, report.changed, report.withdrawn, report.unchanged) == (0, 0, 0, 2)
    assert report.changed_nothing
    assert ImportRun.objects.count() == 2


@pytest.mark.django_db
def test_new_changed_and_vanished_rows_are_told_apart() -> None:
    """What vanished is withdrawn and kept; what returns stands again."""
    take(draft("stays"), draft("changes"), draft("goes"))

    report = take(draft("stays"), draft("changes", phone="1"), draft("comes"), now=LATER)

    assert (report.taken, report.unchanged, report.changed, report.withdrawn) == (1, 1, 1, 1)
    assert Place.objects.get(id="town:changes").phone == "1"
    assert Place.objects.get(id="town:goes").withdrawn_at == LATER
    again = take(draft("stays"), draft("changes", phone="1"), draft("comes"), draft("goes"), now=LATER)
    assert (again.changed, again.unchanged) == (1, 3)
    assert Place.objects.get(id="town:goes").withdrawn_at is None


@pytest.mark.django_db
def test_every_row_says_where_it_is_from() -> None:
    """Source, licence and attribution are one step away."""
    take(draft("a"))

    source = Place.objects.get().source

    assert (source.name, source.licence, source.attribution) == (TOWN.name, "CC0-1.0", "The town hall")


@pytest.mark.django_db
def test_a_source_without_a_licence_is_refused() -> None:
    """Nobody would know whether the city may show it."""
    with pytest.raises(BadInput, match="without a licence"):
        take(draft("a"), source=SourceFacts("x", "Somebody", " "))

    assert not Source.objects.exists()
    assert not Place.objects.exists()


@pytest.mark.django_db
def test_a_place_that_another_source_holds_is_left() -> None:
    """Two sources never take turns in overwriting each other."""
    take(draft("a"))

    report = take(draft("a", phone="1"), draft("b"), source=SourceFacts("other", "Another", "CC0-1.0"))

    assert (report.taken, report.left) == (1, 1)
    assert report.groups[0].reason == "other_source"
    assert Place.objects.get(id="town:a").phone == ""


@pytest.mark.django_db
def test_what_is_left_is_counted_by_reason_with_its_first_lines() -> None:
    """A thousand rows of one kind are one line in the report."""
    clocks = [Leaving(f"line {number}", "no_category", "amenity=clock") for number in range(5)]

    report = take(draft("a"), *clocks, Leaving("line 9", "no_position"), draft("a"))

    told = [(group.line, group.reason, group.detail, group.count) for group in report.groups]
    assert told == [
        ("line 0; line 1; line 2; …", "no_category", "amenity=clock", 5),
        ("line 9", "no_position", "", 1),
        ("a", "twice", "", 1),
    ]
    assert report.left == 7


@pytest.mark.django_db
def test_hours_that_cannot_be_read_do_not_cost_the_place() -> None:
    """It is taken with hours unknown, and the report says so."""

    def check(text: str) -> None:
        raise BadInput("no", "no")

    report = take(draft("a", opening_hours="alle nove"), check=check)

    assert (report.taken, report.left) == (1, 0)
    assert [(group.reason, group.detail, group.taken) for group in report.groups] == [("hours", "alle nove", True)]
    assert Place.objects.get().opening_hours == ""


def test_strict_refuses_the_whole_file_for_one_row() -> None:
    """And names it."""
    content = Content([draft("a")], left=[Leaving("line 7", "no_position")])

    with pytest.raises(BadInput, match="because of line 7: It has no usable position"):
        refuse_what_was_left(content)


@pytest.mark.django_db
def test_a_file_with_nothing_in_it_does_not_empty_the_city() -> None:
    """A download that failed is not the news that everything closed."""
    take(draft("a"), draft("b"))

    with pytest.raises(BadInput, match="the 2 of 'The town' would all be withdrawn"):
        take(Leaving("line 2", "no_position"))

    assert Place.objects.filter(withdrawn_at=None).count() == 2


def test_an_id_too_long_to_keep_is_left() -> None:
    """The rest is taken."""
    content = gather(iter([draft("x" * 200), draft("b")]), lambda _hours: None, lambda *_: None)

    assert ([place.ref for place in content.places], content.left[0].reason) == (["b"], "long_id")
