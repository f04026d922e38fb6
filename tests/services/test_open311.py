"""Open311 GeoReport v2: how we say things, against the specification's examples; and our server."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.test import Client as Visitor
from tests.services.conftest import NOW

from manto.kernel.errors import BadInput
from manto.services import reference
from manto.services.commands import report_office
from manto.services.commands import reports as commands
from manto.services.models import Report
from manto.services.reports import georeport

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "open311.json").read_text())
KEY = "a-key-of-the-city"
ROOT = "/open311/v2"


@pytest.fixture
def city(db, clock, settings):
    """Give a program that speaks with the city, which gave it a key."""
    settings.MANTO_OPEN311_KEYS = f"another, {KEY}"
    return Visitor(headers={"accept-language": "en"})


def asked(city, path, status=200):
    answer = city.get(f"{ROOT}/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def posted(city, form="json", status=200, **changes):
    pairs = dict(pair.split("=", 1) for pair in VECTORS["post"].replace("{key}", KEY).split("&"))
    body = "&".join(f"{name}={value}" for name, value in {**pairs, **changes}.items() if value is not None)
    answer = city.post(f"{ROOT}/requests.{form}", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status, answer.content
    return answer.json() if form == "json" else answer.content


def shape(xml):
    """Give a document as nested names and words, whatever the space between them."""

    def of(element):
        return element.tag, (element.text or "").strip(), [of(inner) for inner in element]

    return of(ElementTree.fromstring(xml))


@pytest.mark.parametrize("example", VECTORS["documents"], ids=lambda one: one["root"])
def test_each_example_of_the_specification_is_written_as_there(example):
    """XML element by element; JSON by the Spark convention, without the names of list members."""
    xml = georeport.write(example["root"], example["value"], "xml")
    spoken = json.loads(georeport.write(example["root"], example["value"], "json"))

    assert xml.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert shape(example["xml"]) == shape(xml)
    assert example["value"] == spoken


@pytest.mark.parametrize("example", VECTORS["documents"], ids=lambda one: one["root"])
def test_each_example_is_read_back(example):
    """From XML every value is a text; the lists are lists again."""

    def texts(value):
        if isinstance(value, dict):
            return {name: texts(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [texts(inner) for inner in value]
        return value if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    assert texts(example["value"]) == georeport.read(example["xml"].encode(), "xml")


@pytest.mark.parametrize("content", [b"", b"<html", b"[1,", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe"])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_garbage_is_refused(content, form):
    """And what unfolds is never unfolded."""
    with pytest.raises(BadInput):
        georeport.read(content, form)


def test_what_xml_cannot_say_is_left_out():
    """A control sign in a description does not break the document."""
    xml = georeport.write("errors", [{"code": 1, "description": "a\x00b<c>\x0b"}], "xml")

    assert ElementTree.fromstring(xml)[0][1].text == "ab<c>"


def test_the_discovery_says_where_and_in_which_forms(city):
    """At both of its addresses, XML and JSON alike."""
    found = city.get("/open311/discovery.json").json()
    xml = ElementTree.fromstring(city.get("/open311/v2/discovery.xml").content)

    assert VECTORS["orders"]["discovery"] == list(found)
    assert VECTORS["orders"]["endpoint"] == list(found["endpoints"][0])
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert found["endpoints"][0]["url"].endswith("/open311/v2")
    assert [one.text for one in xml.iter("format")] == ["text/xml", "application/json"]


def test_the_services_are_those_of_the_citys_folder(city):
    """With their group, words in the asker's language, and whether more is asked."""
    found = asked(city, "services.json")
    xml = city.get(f"{ROOT}/services.xml")

    assert VECTORS["orders"]["services"] == list(found[0])
    assert set(reference.report_book().kinds) == {one["service_code"] for one in found}
    assert {"blocked_ramp", "broken_kerb", "missing_kerb_cut", "lift_out_of_order"} <= {
        code for code, kind in reference.report_book().kinds.items() if kind.barrier
    }
    assert tuple(found[0][x] for x in ("service_name", "metadata", "type")) == ("Hole in the road", True, "realtime")
    assert xml["content-type"] == "text/xml; charset=utf-8"
    assert len(found) == len(ElementTree.fromstring(xml.content))


def test_a_definition_says_what_is_asked(city):
    """And an unknown service is 404, in the format of errors, in both forms."""
    found = asked(city, "services/pothole.json")
    missing = asked(city, "services/nothing.json", 404)
    xml = city.get(f"{ROOT}/services/nothing.xml")

    assert (found["service_code"], [one["code"] for one in found["attributes"]]) == ("pothole", ["where"])
    assert VECTORS["orders"]["attribute"] == list(found["attributes"][0])
    assert found["attributes"][0]["values"][0] == {"key": "carriageway", "name": "On the carriageway"}
    assert [missing[0]["code"], "nothing" in missing[0]["description"]] == [404, True]
    assert (
        (root := ElementTree.fromstring(xml.content)).tag,
        root[0].tag,
        root[0].find("code").text,
    ) == ("errors", "error", "404")
    assert xml.status_code == 404


def test_the_specifications_post_is_taken_and_followed(city):
    """Posted as in its example, then found by number, by filter and by nothing."""
    given = posted(city)
    number = given[0]["service_request_id"]
    one = asked(city, f"requests/{number}.json")
    listed = asked(city, "requests.json?service_code=pothole,lamp&status=open")
    xml = ElementTree.fromstring(city.get(f"{ROOT}/requests/{number}.xml").content)

    assert VECTORS["orders"]["given"] == list(given[0])
    assert VECTORS["orders"]["request"] == list(one[0])
    assert VECTORS["orders"]["request"] == [element.tag for element in xml[0]]
    assert tuple(one[0][name] for name in ("status", "service_code", "lat", "long")) == (
        "open",
        "pothole",
        45.1568,
        10.79405,
    )
    assert one[0]["requested_datetime"] == "2026-06-09T10:41:00+02:00"
    assert [number] == [row["service_request_id"] for row in listed]
    assert one == asked(city, f"requests.json?service_request_id={number},none&status=closed")


def test_who_reports_is_not_kept(city):
    """Name, address, telephone, device and account of the example's sender are nowhere in the tables."""
    posted(city)

    kept = str([(row.__dict__, [m.__dict__ for m in row.moves.all()]) for row in Report.objects.all()])
    for canary in ("smit333", "tt222111", "123456", "john", "smith", "111111111"):
        assert canary not in kept


def test_words_are_told_once_a_clerk_has_looked(city, davide):
    """Nobody publishes somebody else's name through the city's server."""
    number = posted(city)[0]["service_request_id"]
    before = asked(city, f"requests/{number}.json")[0]
    report_office.take_report(
        Report.objects.get(number=number).id, account_id=davide.id, open_to_all=True, now=NOW + timedelta(hours=1)
    )
    after = asked(city, f"requests/{number}.json")[0]

    assert (before["description"], before["media_url"]) == (None, None)
    assert after["description"] == "A large hole swallows the street"
    assert after["media_url"] == "https://pictures.example/2212426634.jpg"


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"api_key": "wrong"}, 403, "api_key"),
        ({"api_key": None}, 403, "api_key"),
        ({"service_code": None}, 400, "service_code"),
        ({"service_code": "nothing"}, 404, "service_code"),
        ({"jurisdiction_id": "sfgov.org"}, 404, "jurisdiction_id"),
        ({"lat": None, "long": None, "address_string": None}, 400, "where"),
        ({"lat": "north"}, 400, "lat"),
        ({"lat": "nan"}, 400, "outside"),
        ({"lat": "51.5", "long": "0"}, 400, "outside"),
        ({"attribute[where]": None}, 400, "where"),
        ({"attribute[where]": "moon"}, 400, "moon"),
        ({"description": "a" * 4001}, 400, "4000"),
    ],
)
def test_what_is_wrong_is_refused_as_the_specification_numbers_it(city, changes, code, word):
    """And nothing is kept of it."""
    said = posted(city, status=code, **changes)

    assert [(code, True)] == [(one["code"], word in one["description"]) for one in said]
    assert not Report.objects.exists()


def test_a_city_without_keys_takes_nothing(city, settings):
    """An empty key is no key."""
    settings.MANTO_OPEN311_KEYS = ""

    posted(city, status=403, api_key="")


def test_the_same_problem_is_one_report(city):
    """Near and recent: the second is answered with the number of the first. Farther off, or of another kind, it is new."""
    first = posted(city)[0]["service_request_id"]
    again = posted(city, lat="45.15690")[0]["service_request_id"]
    farther = posted(city, lat="45.15780")[0]["service_request_id"]
    other = posted(city, service_code="lamp")[0]["service_request_id"]

    assert first == again
    assert len({first, farther, other}) == 3
    assert Report.objects.get(number=first).joins.count() == 1


def test_a_batch_kind_gives_a_token_first(city, davide):
    """The number comes once the office has taken it up."""
    token = posted(city, service_code="graffiti")[0]["token"]
    before = asked(city, f"tokens/{token}.json")
    report_office.take_report(
        Report.objects.get(id=token).id, account_id=davide.id, open_to_all=False, now=NOW + timedelta(hours=1)
    )
    after = asked(city, f"tokens/{token}.json")

    assert [{"service_request_id": None, "token": token}] == before
    assert [{"service_request_id": Report.objects.get().number, "token": token}] == after
    assert asked(city, f"tokens/{uuid4()}.json", 404)[0]["code"] == 404


def test_a_span_longer_than_the_specification_allows_is_refused(city):
    """Ninety days; and the default is the last ninety."""
    problem = commands.Problem("lamp", at=(45.1568, 10.794))
    commands.file_report(uuid4(), problem, via="app", now=NOW - timedelta(days=91))
    old = "start_date=2026-03-01T00:00:00Z"

    assert asked(city, "requests.json") == []
    assert len(asked(city, f"requests.json?{old}&end_date=2026-05-01T00:00:00Z")) == 1
    assert asked(city, f"requests.json?{old}&end_date=2026-06-09T00:00:00Z", 400)[0]["code"] == 400
    assert asked(city, "requests.json?start_date=yesterday", 400)[0]["code"] == 400
    assert asked(city, "requests.json?status=lost", 400)[0]["code"] == 400
