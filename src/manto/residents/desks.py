"""What lies on the staff's desks: pages in the menu and tasks in the queue, put there by whichever room has them.

A room registers what it has when it starts. This room draws every desk from it and knows none of the others:

    desks.register_page("titles", Part.REGISTERS, {Role.REGISTRAR}, texts.title("desk.titles"))
    desks.register_tasks({Role.REGISTRAR}, titles_that_wait)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from manto.residents.roles import Role

TASKS_OF_A_SOURCE_MAX = 200


class Part(StrEnum):
    """The parts of the menu, in their order, each of which may hold pages of several rooms."""

    DUE = "due"
    REQUESTS = "requests"
    REGISTERS = "registers"
    SERVICES = "services"
    STREET = "street"
    CITY = "city"


@dataclass(frozen=True)
class Clerk:
    """A member of staff who opens her desk."""

    account_id: UUID
    role: Role
    language: str


@dataclass(frozen=True)
class Task:
    """Something that waits for a decision, told without a resident's name.

    Attributes:
        kind: What sort of task it is; the app draws kinds that it knows beside the queue, and links to the others.
        subject: Which one of its kind, such as a number; kind and subject together are the task's identifier.
        due: The day by which the law or a promise wants it settled; None when no day is set, which comes last.
        href: The page of the desk on which it is settled, below ``/desk/``.

    """

    kind: str
    subject: str
    title: str
    text: str
    due: date | None
    href: str

    @property
    def id(self) -> str:
        """The identifier of the task, one of its own among all desks."""
        return f"{self.kind}-{self.subject}"


Source = Callable[[Clerk, datetime], Iterable[Task]]
Title = Callable[[str], str]


@dataclass(frozen=True)
class _Page:
    id: str
    part: Part
    roles: frozenset[Role]
    title: Title


class Desks:
    """What lies on all desks of a city."""

    def __init__(self) -> None:
        self._pages: dict[str, _Page] = {}
        self._sources: dict[Source, frozenset[Role]] = {}

    def register_page(self, page: str, part: Part, roles: Iterable[Role], title: Title) -> None:
        """Put a page into the menu of some roles.

        Args:
            page: Its identifier, which is also its address: the app has it at ``/desk/<page>``.
            part: Where in the menu it stands.
            roles: Who sees it.
            title: Takes a language, gives what the menu says.

        """
        self._pages[page] = _Page(page, part, frozenset(roles), title)

    def register_tasks(self, roles: Iterable[Role], source: Source) -> None:
        """Let a source put tasks into the queue of some roles.

        Args:
            roles: On whose desks they lie.
            source: Takes the clerk and the time, gives what waits for her, at most 200 tasks, those due first.

        """
        self._sources[source] = frozenset(roles)

    def menu_of(self, clerk: Clerk) -> dict[Part, list[tuple[str, str]]]:
        """List the pages of a desk by parts, each page with its title; what was registered first comes first."""
        hers = [page for page in self._pages.values() if clerk.role in page.roles]
        parts = {part: [(page.id, page.title(clerk.language)) for page in hers if page.part is part] for part in Part}
        return {part: pages for part, pages in parts.items() if pages}

    def tasks_of(self, clerk: Clerk, now: datetime) -> list[Task]:
        """List what waits on a desk, what is due first before what is due later, what has no day last."""
        tasks = [task for source, roles in self._sources.items() if clerk.role in roles for task in source(clerk, now)]
        return sorted(tasks, key=lambda task: (task.due is None, task.due or date.max))


_here = Desks()
register_page, register_tasks, menu_of, tasks_of = (
    _here.register_page,
    _here.register_tasks,
    _here.menu_of,
    _here.tasks_of,
)
