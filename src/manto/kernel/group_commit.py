"""One writer for many callers: each command whole or not at all, many commands with one sync.

A durable commit costs a sync of the disk, about a millisecond, however little it writes. The writer therefore
takes everything that has arrived while the last commit was under way and commits it together. What it promises:

1. A caller hears "done" only after the commit that holds its command has returned.
2. A command that fails undoes itself alone; those beside it in the same commit stand.
3. When a commit fails, nothing of it is in the store, and its commands are tried again one by one: what the store
   finds only at the commit (a reference to nothing) is told to the command that did it, and to no other.
4. Commands run one after another, in the order in which they arrived.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

from manto.kernel.errors import Unavailable

Result = TypeVar("Result")


@dataclass
class _Job:
    work: Callable[[], Any]
    future: Future[Any]
    error: Exception | None = None
    result: Any = None


class GroupWriter:
    """A thread that runs commands and commits them in groups.

    Args:
        commit_scope: Opens a transaction that commits durably when left, and rolls back when left by an error.
        command_scope: Opens a savepoint inside it, rolled back when left by an error.
        group_max: The most commands that one commit may hold, so that no caller waits for ever.
        waiting_max: The most commands that may wait; beyond that a caller is told to come back.

    """

    def __init__(
        self,
        commit_scope: Callable[[], AbstractContextManager[Any]],
        command_scope: Callable[[], AbstractContextManager[Any]],
        *,
        group_max: int = 256,
        waiting_max: int = 10_000,
    ) -> None:
        self._commit_scope = commit_scope
        self._command_scope = command_scope
        self._group_max = group_max
        self._waiting: queue.Queue[_Job | None] = queue.Queue(waiting_max)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="manto-writer", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[], Result]) -> Result:
        """Run a command and return its result once it is durable.

        Raises:
            Unavailable: Too many commands wait, or the writer is closed.
            Exception: Whatever the command or the commit raised.

        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("A command that waits for another in the same writer would wait for ever.")
        if self._closed.is_set():
            raise Unavailable("The city is closing its books.", "Try again in a moment.")
        job = _Job(work, Future())
        try:
            self._waiting.put_nowait(job)
        except queue.Full:
            raise Unavailable("Too much is being written at once.", "Try again in a few seconds.") from None
        result: Result = job.future.result()
        return result

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._closed.set()
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (group := self._next_group()) is not None:
            if not self._commit(group) and len(group) > 1:  # (3)
                for job in group:
                    self._commit([job])

    def _commit(self, group: list[_Job]) -> bool:
        """Run commands in one commit and tell each what became of it; say whether the commit stands."""
        try:
            with self._commit_scope():
                for job in group:
                    self._run_one(job)
        except Exception as error:
            if len(group) == 1:
                group[0].future.set_exception(error)
            return False
        for job in group:  # (1) only now does anybody hear of it
            if job.error is None:
                job.future.set_result(job.result)
            else:
                job.future.set_exception(job.error)
        return True

    def _run_one(self, job: _Job) -> None:
        job.error = None
        try:
            with self._command_scope():  # (2)
                job.result = job.work()
        except Exception as error:
            job.error = error

    def _next_group(self) -> list[_Job] | None:
        """Wait for a command, then take all that wait with it; none when the writer is closed."""
        first = self._waiting.get()
        if first is None:
            return None
        group = [first]
        while len(group) < self._group_max:
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                break
            if job is None:  # closing: finish this group, then find the mark again
                self._waiting.put(None)
                break
            group.append(job)
        return group
