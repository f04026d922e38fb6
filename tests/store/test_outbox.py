"""The outbox keeps the five steps of its promise."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest

from manto.kernel.events import Delivery, Event
from manto.store import outbox
from manto.store.command import command
from manto.store.models import OutboxDelivery, OutboxEvent

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class BridgeClosed(Event):
    """A bridge was closed."""

    name: ClassVar[str] = "test.bridge_closed"
    number: int = 0


@pytest.fixture
def heard() -> list[tuple[str, int]]:
    """Collect what a subscriber is told; it fails on number 13."""
    heard: list[tuple[str, int]] = []

    @outbox.subscribe(BridgeClosed, "test.listen")
    def listen(delivery: Delivery) -> None:
        if delivery.payload["number"] == 13:
            raise RuntimeError("canary: Giulia Ferrari")
        heard.append((delivery.subject, delivery.payload["number"]))

    yield heard
    outbox._subscribers.pop(BridgeClosed.name)


@command
def close_bridge(subject: str, number: int) -> None:
    outbox.publish(BridgeClosed(subject, number), at=NOW)


@command
def close_bridge_and_fail(subject: str) -> None:
    outbox.publish(BridgeClosed(subject, 1), at=NOW)
    raise ValueError("changed my mind")


@pytest.mark.django_db
def test_an_event_of_a_failed_command_never_happened(heard: list) -> None:
    """Event and command are one transaction."""
    with pytest.raises(ValueError, match="changed my mind"):
        close_bridge_and_fail("san-giorgio")

    assert outbox.deliver_due(now=NOW) == 0
    assert heard == []


@pytest.mark.django_db
def test_events_of_a_subject_arrive_in_order_and_once(heard: list) -> None:
    """What was delivered is not delivered again."""
    for number in (1, 2, 3):
        close_bridge("san-giorgio", number)
        close_bridge("mulini", number)

    while outbox.deliver_due(now=NOW):
        pass

    assert [number for subject, number in heard if subject == "mulini"] == [1, 2, 3]
    assert len(heard) == 6
    assert outbox.waiting_count() == 0


@pytest.mark.django_db
def test_a_failing_delivery_holds_back_its_subject_alone(heard: list) -> None:
    """It is tried again later, and its text, which may quote a person, is not kept."""
    close_bridge("mulini", 13)
    close_bridge("mulini", 14)
    close_bridge("san-giorgio", 1)

    while outbox.deliver_due(now=NOW):
        pass

    assert heard == [("san-giorgio", 1)]
    stuck = OutboxDelivery.objects.get(event__payload__number=13)
    assert (stuck.attempts, stuck.last_error, stuck.next_attempt_at) == (1, "RuntimeError", NOW + timedelta(seconds=1))

    OutboxEvent.objects.filter(payload__number=13).update(payload={"subject": "mulini", "number": 12})
    while outbox.deliver_due(now=NOW + timedelta(seconds=2)):
        pass

    assert heard[1:] == [("mulini", 12), ("mulini", 14)]


@pytest.mark.django_db
def test_what_a_failing_subscriber_wrote_is_undone() -> None:
    """Its writes and the mark "delivered" are one transaction."""

    @outbox.subscribe(BridgeClosed, "test.write_then_fail")
    def write_then_fail(delivery: Delivery) -> None:
        close_bridge("written-by-subscriber", 99)
        raise RuntimeError

    close_bridge("mulini", 1)
    try:
        outbox.deliver_due(now=NOW)
    finally:
        outbox._subscribers.pop(BridgeClosed.name)

    assert not OutboxEvent.objects.filter(subject="written-by-subscriber").exists()


@pytest.mark.django_db
def test_a_subject_can_be_forgotten(heard: list) -> None:
    """Erasure leaves no event about her."""
    close_bridge("giulia", 1)
    close_bridge("amir", 2)

    assert outbox.forget_subject("giulia") == 1
    assert list(OutboxEvent.objects.values_list("subject", flat=True)) == ["amir"]


@pytest.mark.django_db
def test_old_events_go_only_when_everybody_was_told(heard: list) -> None:
    """A waiting delivery keeps its event."""
    close_bridge("delivered", 1)
    outbox.deliver_due(now=NOW)
    close_bridge("waiting", 13)

    assert outbox.forget_delivered(now=NOW + timedelta(days=31)) == 1
    assert list(OutboxEvent.objects.values_list("subject", flat=True)) == ["waiting"]
