"""The writer keeps the four promises at the top of its module."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from manto.kernel.errors import Unavailable
from manto.kernel.group_commit import GroupWriter


class Ledger:
    """A store in memory that knows what is committed, and can be told to fail."""

    def __init__(self) -> None:
        self.committed: list[int] = []
        self.pending: list[int] = []
        self.commits = 0
        self.fails_to_commit = False
        self.refuses: int | None = None
        self.gate = threading.Event()
        self.gate.set()

    @contextmanager
    def commit_scope(self) -> Iterator[None]:
        self.pending = []
        yield
        if self.fails_to_commit:
            raise OSError("disk full")
        if self.refuses in self.pending:
            raise OSError(f"{self.refuses} refers to nothing")
        self.committed += self.pending
        self.commits += 1

    @contextmanager
    def command_scope(self) -> Iterator[None]:
        before = list(self.pending)
        try:
            yield
        except BaseException:
            self.pending = before
            raise

    def add(self, number: int) -> int:
        self.gate.wait(5)
        self.pending.append(number)
        return number * 10


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def writer(ledger: Ledger) -> Iterator[GroupWriter]:
    writer = GroupWriter(ledger.commit_scope, ledger.command_scope, waiting_max=50)
    yield writer
    ledger.gate.set()
    writer.close()


def test_a_caller_hears_its_result_after_the_commit(ledger: Ledger, writer: GroupWriter) -> None:
    """What run() returned is committed."""
    result = writer.run(lambda: ledger.add(7))

    assert result == 70
    assert ledger.committed == [7]


def test_a_failing_command_undoes_itself_alone(ledger: Ledger, writer: GroupWriter) -> None:
    """Its neighbours in the same commit stand."""

    def fail() -> None:
        ledger.add(2)
        raise ValueError("no")

    ledger.gate.clear()
    outcomes: dict[int, object] = {}

    def call(key: int, work) -> None:
        try:
            outcomes[key] = writer.run(work)
        except ValueError as error:
            outcomes[key] = str(error)

    threads = [threading.Thread(target=call, args=(1, lambda: ledger.add(1)))]
    threads += [
        threading.Thread(target=call, args=(2, fail)),
        threading.Thread(target=call, args=(3, lambda: ledger.add(3))),
    ]
    for thread in threads:
        thread.start()
    ledger.gate.set()
    for thread in threads:
        thread.join()

    assert outcomes == {1: 10, 2: "no", 3: 30}
    assert sorted(ledger.committed) == [1, 3]


def test_many_callers_share_a_commit(ledger: Ledger, writer: GroupWriter) -> None:
    """Forty commands that wait together need far fewer than forty commits."""
    ledger.gate.clear()
    threads = [threading.Thread(target=lambda n=n: writer.run(lambda: ledger.add(n))) for n in range(40)]
    for thread in threads:
        thread.start()
    ledger.gate.set()
    for thread in threads:
        thread.join()

    assert sorted(ledger.committed) == list(range(40))
    assert ledger.commits < 20


def test_what_only_the_commit_finds_is_told_to_the_one_who_did_it(ledger: Ledger, writer: GroupWriter) -> None:
    """Its neighbours are committed without it."""
    ledger.refuses = 13
    ledger.gate.clear()
    outcomes: dict[int, object] = {}

    def call(number: int) -> None:
        try:
            outcomes[number] = writer.run(lambda: ledger.add(number))
        except OSError as error:
            outcomes[number] = str(error)

    threads = [threading.Thread(target=call, args=(number,)) for number in (11, 12, 13, 14)]
    for thread in threads:
        thread.start()
    ledger.gate.set()
    for thread in threads:
        thread.join()

    assert outcomes == {11: 110, 12: 120, 13: "13 refers to nothing", 14: 140}
    assert sorted(ledger.committed) == [11, 12, 14]


def test_a_commit_that_fails_is_never_called_done(ledger: Ledger, writer: GroupWriter) -> None:
    """Nobody is told "done" for what is not there, and the writer lives on."""
    ledger.fails_to_commit = True
    with pytest.raises(OSError, match="disk full"):
        writer.run(lambda: ledger.add(1))

    ledger.fails_to_commit = False
    assert writer.run(lambda: ledger.add(2)) == 20
    assert ledger.committed == [2]


def test_too_many_waiting_are_told_to_come_back(ledger: Ledger, writer: GroupWriter) -> None:
    """The queue has an end, and says so instead of growing."""
    ledger.gate.clear()
    threads = [threading.Thread(target=lambda: _quietly(writer, ledger)) for _ in range(400)]
    for thread in threads:
        thread.start()

    with pytest.raises(Unavailable, match="Too much is being written"):
        writer.run(lambda: ledger.add(0))
    ledger.gate.set()
    for thread in threads:
        thread.join()


def _quietly(writer: GroupWriter, ledger: Ledger) -> None:
    with suppress(Unavailable):
        writer.run(lambda: ledger.add(1))


def test_a_closed_writer_finishes_and_then_refuses(ledger: Ledger) -> None:
    """Closing loses nothing, and nothing is taken afterwards."""
    writer = GroupWriter(ledger.commit_scope, ledger.command_scope)
    writer.run(lambda: ledger.add(1))

    writer.close()

    assert ledger.committed == [1]
    with pytest.raises(Unavailable):
        writer.run(lambda: ledger.add(2))
