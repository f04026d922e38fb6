"""Progress on the terminal: a bar where there is one, else a line when a step ends."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Steps:
    """Says which step is under way and how far it is.

    It is called by what does the work: ``steps(stage, done, total)``. A stage that follows another ends it.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            TextColumn("  {task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None
        self._stage = ""
        self._total = 0
        self._started = time.monotonic()

    def __enter__(self) -> Steps:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._finish()
        self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say that so much of a stage is done."""
        if stage != self._stage:
            self._finish()
            self._stage, self._started = stage, time.monotonic()
            self._task = self._bar.add_task(stage, total=total)
        self._total = max(total, done)
        if self._task is not None:
            self._bar.update(self._task, completed=done, total=self._total)

    def _finish(self) -> None:
        if not self._stage:
            return
        seconds = time.monotonic() - self._started
        count = f"{self._total:,} " if self._total > 1 else ""
        self._console.print(f"  [green]✓[/] {self._stage} [dim]{count}({seconds:.1f} s)[/]")
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task, self._stage = None, ""
