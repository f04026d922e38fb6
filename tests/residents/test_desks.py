"""What lies on the desks, whichever room put it there."""

from datetime import date
from uuid import UUID

from tests.residents.conftest import NOW

from manto.residents.desks import Clerk, Desks, Part, Task
from manto.residents.roles import Role

CLERK = Clerk(UUID(int=1), Role.EDITOR, "it")


def task(subject, due=None):
    """Give a task that differs from others in its number and its day."""
    return Task("road", subject, "A road", "It is closed.", due, f"/desk/roads/{subject}")


def test_tasks_of_all_rooms_lie_in_the_order_of_their_days():
    """What is due first comes first, whoever put it there; what has no day comes last."""
    desks = Desks()
    desks.register_tasks({Role.EDITOR}, lambda clerk, now: [task("1", date(2026, 7, 1)), task("2")])
    desks.register_tasks({Role.EDITOR}, lambda clerk, now: [task("3", date(2026, 6, 10)), task("4", date(2026, 8, 1))])

    assert [one.id for one in desks.tasks_of(CLERK, NOW)] == ["road-3", "road-1", "road-4", "road-2"]


def test_a_source_is_asked_for_its_own_roles_alone():
    """A room is not even asked for the tasks of a desk that it has none for."""
    desks, asked = Desks(), []
    desks.register_tasks({Role.REGISTRAR}, lambda clerk, now: asked.append(clerk) or [])

    assert (desks.tasks_of(CLERK, NOW), asked) == ([], [])


def test_a_page_stands_in_the_menu_of_its_roles_in_their_language():
    """A room's page is in the menu of whom it is for, and of nobody else."""
    desks, titles = Desks(), {"en": "Roads", "it": "Strade"}
    desks.register_page("roads", Part.STREET, {Role.EDITOR}, lambda language: titles[language])

    assert desks.menu_of(CLERK) == {Part.STREET: [("roads", "Strade")]}
    assert desks.menu_of(Clerk(UUID(int=1), Role.AUDITOR, "it")) == {}


def test_a_part_of_the_menu_holds_pages_of_several_rooms():
    """Whichever room registers first, the parts keep their order, and a part's pages stand together."""
    desks = Desks()
    for page, part in (("streets", Part.STREET), ("reports", Part.REQUESTS), ("trails", Part.STREET)):
        desks.register_page(page, part, {Role.EDITOR}, lambda language, page=page: page)

    assert [(part, [id_ for id_, _ in pages]) for part, pages in desks.menu_of(CLERK).items()] == [
        (Part.REQUESTS, ["reports"]),
        (Part.STREET, ["streets", "trails"]),
    ]
