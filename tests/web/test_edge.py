"""The edge: what it serves, and how it refuses."""

import json
import logging

import pytest
from django.conf import settings
from django.test import Client
from ninja import Schema

from manto.kernel import errors
from manto.web.api import api
from manto.web.errors import STATUS, snake_case, texts
from manto.web.logs import JsonLine


def test_every_refusal_of_the_tree_has_words_in_both_languages() -> None:
    """A new kind of error is not forgotten at the edge."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.MantoError)]

    for kind in kinds:
        nearest = next(ancestor for ancestor in kind.__mro__ if ancestor in STATUS)
        for part in ("title", "detail", "next_step"):
            if nearest is not errors.MantoError:
                assert {"en", "it"} <= set(texts.everywhere(f"problem.{snake_case(nearest.__name__)}.{part}"))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "it"])
def test_a_refusal_is_a_problem_with_a_next_step(client: Client, language: str) -> None:
    """RFC 9457, in the caller's language, with the number under which we find it in the log."""
    response = client.get("/api/v1/me", headers={"accept-language": language})
    problem = json.loads(response.content)

    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert {"type", "title", "status", "detail", "next_step", "code", "request_id"} == set(problem)
    assert problem["request_id"] == response["X-Request-Id"]
    assert texts.say("problem.not_signed_in.title", language) == problem["title"]


@pytest.mark.django_db
def test_bad_input_is_refused_by_name(client: Client) -> None:
    """Which field, and what is wrong with it."""
    response = client.post("/api/v1/outcomes", data="{not json", content_type="application/json")
    assert response.status_code == 400

    response = client.post("/api/v1/outcomes", data={"items": [{"slot": 0}]}, content_type="application/json")
    assert response.status_code == 422
    assert "slot" in json.loads(response.content)["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said", "next_step"),
    [
        ("en", "Nobody is signed in.", "Sign in and try again."),
        ("it", "Nessuno ha effettuato l'accesso.", "Accedere e riprovare."),
    ],
)
def test_a_refusal_speaks_the_readers_language(client: Client, language: str, said: str, next_step: str) -> None:
    """What happened and what to do, not the title alone."""
    problem = client.get("/api/v1/me", headers={"Accept-Language": language}).json()

    assert (problem["detail"], problem["next_step"]) == (said, next_step)


def test_pages_carry_the_headers_that_harden_them(client: Client) -> None:
    """No script but ours, no frame, no guessing of types."""
    response = client.get("/health")

    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert (
        response["X-Content-Type-Options"],
        response["X-Frame-Options"],
        response["Referrer-Policy"],
    ) == ("nosniff", "DENY", "same-origin")


@pytest.mark.django_db
def test_health_readiness_and_metrics_answer(client: Client) -> None:
    """For the operator's monitoring."""
    assert client.get("/health").json() == {"alive": True}
    assert client.get("/ready").json()["ready"] is True
    assert b"manto_requests_total" in client.get("/metrics").content


@pytest.mark.django_db
def test_the_api_describes_itself(client: Client) -> None:
    """OpenAPI 3.1, with a name for every operation and a problem for every refusal."""
    described = client.get("/api/v1/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    for path in described["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_the_city_says_who_it_is(client: Client) -> None:
    """In the language asked for."""
    english = client.get("/api/v1/city", headers={"accept-language": "en"}).json()
    italian = client.get("/api/v1/city", headers={"accept-language": "it"}).json()

    assert (english["name"], italian["name"]) == ("Mantua", "Mantova")
    assert settings.MANTO_DEMO is english["demo"]
    assert client.get(english["shapes_url"]).status_code == 200
    assert client.get("/city/city.yaml").status_code == 404
    assert client.get("/city/..%2Fcity.yaml").status_code == 404


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_phone_can_install_the_city(client: Client, language: str) -> None:
    """Under the city's own name."""
    manifest = client.get("/manifest.webmanifest", headers={"accept-language": language}).json()

    assert ("standalone", language) == (manifest["display"], manifest["lang"])
    assert settings.CITY.name[language] == manifest["name"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}


def test_a_log_line_holds_known_fields_only() -> None:
    """What a resident wrote cannot reach a log through a field, an argument or an exception."""
    canary = "Giulia-Ferrari-canary"
    formatter = JsonLine()
    try:
        raise ValueError(canary)
    except ValueError:
        import sys

        trouble = sys.exc_info()
    records = [
        logging.LogRecord("django.db", 20, "", 1, "wrote %s", (canary,), trouble),
        logging.LogRecord("manto.web", 20, "", 1, "answered", (), trouble),
    ]
    records[1].__dict__.update({"route": "/api/v1/me", "name_of_resident": canary})

    for record in records:
        line = formatter.format(record)
        assert canary not in line
        assert "ValueError" in json.loads(line)["error"]


@pytest.mark.django_db
def test_the_access_log_names_the_route_and_not_the_path(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """An identifier or a search stays out of it."""
    caplog.set_level(logging.INFO, "manto")

    client.get("/api/v1/places/mantova:canary-of-the-path", {"q": "canary of the query"})

    assert caplog.records
    for record in caplog.records:
        assert "canary" not in JsonLine().format(record)


def test_the_api_has_the_version_of_the_program() -> None:
    """So that a report of a fault says which one it is."""
    import manto

    assert manto.__version__ == api.version


def test_no_two_forms_of_the_api_share_a_name() -> None:
    """The description keeps one form for each name: a second one would silently take the place of the first."""
    named: dict[str, set[str]] = {}
    waiting = list(Schema.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("manto."):
            named.setdefault(form.__name__, set()).add(form.__module__)

    assert {name: modules for name, modules in named.items() if len(modules) > 1} == {}
