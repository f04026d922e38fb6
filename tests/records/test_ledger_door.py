"""Several processes serve a city, and one has the ledger: the others hand on what needs it, by a real socket."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from tests.records.conftest import Office

from manto.ledger.sequencer.store import StoreLock
from manto.records import node
from manto.web import ledger_door


def there(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the other process: with what came, and two cookies."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    came = [environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], environ["HTTP_COOKIE"]]
    cookies = [("Set-Cookie", "a=1; Path=/; HttpOnly"), ("Set-Cookie", "b=2; expires=Thu, 01 Jan 2027 00:00:00 GMT")]
    start("201 Created", [("Content-Type", "text/plain"), ("X-Handed-On", environ[ledger_door.HANDED_ON]), *cookies])
    return ["|".join([*came, environ["wsgi.input"].read(length).decode()]).encode()]


@pytest.fixture
def elsewhere(office: Office, settings: Any) -> Iterator[StoreLock]:
    """Let another process have the ledger and open its door; here it is a thread of our own that stands for it."""
    settings.IS_SQLITE = False
    ledger_door.open_when_held(there)
    node.close_ledger()
    held = StoreLock(node.folder())
    yield held
    held.release()
    ledger_door._opened.popitem()[1].close()


def here(method: str, path: str, **more: Any) -> Any:
    request = getattr(RequestFactory(), method)(path, headers={"Cookie": "sessionid=s"}, **more)
    return ledger_door.hand_on(lambda _: HttpResponse("here"))(request)


def test_what_needs_the_ledger_is_answered_by_who_has_it(elsewhere: StoreLock) -> None:
    """Whole: method, address, cookies, body on the way there; status, headers, cookies on the way back."""
    answer = here("post", "/api/v1/desk/registers/drafts?x=1", data='{"a": 1}', content_type="application/json")

    assert answer.status_code == 201
    assert answer.content.decode() == 'POST|/api/v1/desk/registers/drafts|x=1|sessionid=s|{"a": 1}'
    assert (answer["X-Handed-On"], answer["Content-Type"]) == ("1", "text/plain")
    assert {name: one.value for name, one in answer.cookies.items()} == {"a": "1", "b": "2"}
    assert answer.cookies["a"]["httponly"]


@pytest.mark.parametrize("path", ["/api/v1/me/records", "/api/v1/verify/trust", "/api/v1/places"])
def test_what_does_not_is_answered_here(elsewhere: StoreLock, path: str) -> None:
    """Reading is every process's."""
    assert here("get", path).content == b"here"


def test_who_has_the_ledger_hands_nothing_on(office: Office, settings: Any) -> None:
    """It is who the others ask."""
    settings.IS_SQLITE = False

    assert here("get", "/api/v1/me/guard/drafts").content == b"here"


def test_nothing_is_handed_on_twice(elsewhere: StoreLock) -> None:
    """Nor when nobody answers: this process then says when to ask again."""
    path = "/api/v1/me/guard/drafts"
    handed_on = here("get", path, **{ledger_door.HANDED_ON: "1"})
    ledger_door.door_path().unlink()
    alone = here("get", path)

    assert (handed_on.content, alone.content) == (b"here", b"here")
