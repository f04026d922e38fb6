"""A city that is killed again and again: writes numbers durably, acknowledges each on standard output.

Run by test_kill.py. Each number is an event for one of eight subjects; a subscriber writes down what it hears, in the
transaction of the delivery, as an event of its own.
"""

import itertools
import os
import sys
import threading
from dataclasses import dataclass
from typing import ClassVar

import django

django.setup()

from manto.kernel.clock import SystemClock
from manto.kernel.events import Delivery, Event
from manto.store import outbox
from manto.store.command import command
from manto.store.rounds import Rounds

clock = SystemClock()


@dataclass(frozen=True)
class Counted(Event):
    """A number was written."""

    name: ClassVar[str] = "test.counted"
    number: int


@dataclass(frozen=True)
class Heard(Event):
    """A number was delivered."""

    name: ClassVar[str] = "test.heard"
    number: int


@command
def count(subject: str, number: int) -> None:
    """Write a number."""
    outbox.publish(Counted(subject, number), at=clock.now())


@outbox.subscribe(Counted, "test.hear")
def hear(delivery: Delivery) -> None:
    """Write down what was heard."""
    outbox.publish(Heard(delivery.subject, delivery.payload["number"]), at=clock.now())


def work(subject: str, first: int) -> None:
    """Count upwards for ever; say each number once it is durable."""
    for number in itertools.count(first):
        count(subject, number)
        os.write(sys.stdout.fileno(), f"{subject} {number}\n".encode())


def main() -> None:
    """Count in eight threads from a first number, or drain the outbox and stop."""
    if sys.argv[1] == "drain":
        while outbox.deliver_due(now=clock.now()) or outbox.waiting_count():
            pass
        return
    Rounds("outbox", lambda: outbox.deliver_due(now=clock.now()), pause_s=0.01).start()
    for n in range(8):
        threading.Thread(target=work, args=(f"subject-{n}", int(sys.argv[1])), daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
