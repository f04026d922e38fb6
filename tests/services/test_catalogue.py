"""One file says all of a service: its page, its search and its export come from it."""

import json

import pytest
import yaml
from django.conf import settings
from django.test import Client

from manto.kernel.errors import BadInput, UnknownName
from manto.residents.reference import catalogue as facts
from manto.services.catalogue import read_service
from manto.services.catalogue.cpsv import CONTEXT, catalogue_as_linked_data
from manto.services.catalogue.search import ServiceIndex
from manto.services.catalogue.service import DOMAINS, life_events
from manto.services.journeys.checking import check_journey
from manto.services.reference import journey_documents, service_files, services

# What CPSV-AP 3.2.0 knows of, as far as we say it; its shapes say the rest, where they are at hand.
PROFILE = {
    "cv:hasCompetentAuthority", "cv:hasCost", "cv:hasChannel", "cv:hasLegalResource", "cv:isGroupedBy",
    "cv:holdsRequirement", "cv:processingTime", "cv:currency", "cv:hasValue", "cpsv:produces", "dcat:keyword",
    "dct:identifier", "dct:title", "dct:description", "dct:language", "dct:spatial", "dct:type", "skos:prefLabel",
    "foaf:page", "@id", "@type",
}  # fmt: skip


def test_mantua_has_its_services_over_all_four_domains():
    """Each with a journey of its own that can be walked through, and no journey without a service."""
    named = {kind.name: kind.type for kind in facts()}
    journeys = {
        document["service"]: check_journey(document, facts=named) for document in journey_documents(settings.CITY)
    }

    assert len(services()) >= 24
    assert set(DOMAINS) == {service.domain for service in services().values()}
    assert set(services()) == set(journeys)


def test_the_catalogue_knows_the_nineteen_life_events_of_the_state():
    """Each once, by the state's own number; business events have a vocabulary of their own and no number here."""
    numbers = [event["number"] for event in life_events().values() if event["number"] is not None]

    assert sorted(numbers) == list(range(1, 20))


@pytest.mark.parametrize("service", services().values(), ids=lambda service: service.id)
def test_every_sentence_of_a_service_stands_in_both_languages(service):
    """Written, not left over: no two are the same but names."""
    for words in (
        service.title,
        service.summary,
        service.about,
        service.result,
        service.cost,
        service.act,
        service.law,
    ):
        assert {"it", "en"} == set(words)
        assert words["it"] != words["en"]
        assert all(text.strip() for text in words.values())
    assert {"app", "counter", "phone"} <= {channel.way for channel in service.channels}
    assert service.life_events


ASKED = [
    ("it", "posso parcheggiare vicino a casa?", "residents-parking"),
    ("it", "asilo", "nursery-place"),
    ("it", "vaccini", "vaccination"),
    ("it", "tassa sulla spazzatura", "waste-tax"),
    ("it", "mio marito è morto, la pensione", "survivor-pension"),
    ("it", "apro un negozio", "new-shop"),
    ("it", "carta d'identità scaduta", "identity-card"),
    ("it", "biblio", "library-card"),
    ("en", "can I park near my home", "residents-parking"),
    ("en", "nursery for my toddler", "nursery-place"),
    ("en", "paediatrician", "family-doctor"),
    ("en", "school lunches", "school-meals"),
    ("en", "broken leg", "aids-loan"),
    ("it", "contrassegno disabili", "disabled-badge"),
    ("en", "vote", "electoral-card"),
    # A letter missing, too many, another, or two changed about.
    ("it", "pacheggiare vicino a casa", "residents-parking"),
    ("it", "asiol nido", "nursery-place"),
    ("it", "vacino", "vaccination"),
    ("it", "cambio residnezza", "residence-change"),
    ("it", "bibloiteca", "library-card"),
    ("it", "rinovo pattente", "driving-licence"),
    ("en", "residnts parkng", "residents-parking"),
    ("en", "nursrey", "nursery-place"),
    ("en", "vacination", "vaccination"),
    ("en", "pediatrician", "family-doctor"),
    ("en", "libary card", "library-card"),
    ("en", "drving lisence", "driving-licence"),
]


@pytest.mark.parametrize(("language", "words", "service"), ASKED, ids=[words for _, words, _ in ASKED])
def test_a_service_is_found_in_ones_own_words(language, words, service):
    """In both languages, by other words than its own, by beginnings, and though they are mistyped."""
    assert service in ServiceIndex(services().values(), language).find(words)[:2]


def test_a_word_rightly_typed_is_never_taken_for_another():
    """A mistyped word finds the same as the right one does; a right one finds what it found; short ones nothing more."""
    index = ServiceIndex(services().values(), "it")

    assert index.find("bibloiteca") == index.find("biblioteca")
    assert "library-card" not in index.find("tari")
    assert index.find("qzx") == index.find("1993") == []


@pytest.mark.parametrize("words", ["", "   ", "xyzzy", "'; drop table", "il la di", "\x00", "a" * 200])
def test_nothing_is_found_where_nothing_is(words):
    """Whatever is typed."""
    assert ServiceIndex(services().values(), "it").find(words) == []


def linked_data():
    return catalogue_as_linked_data(services().values(), base="https://mantova.example", city=settings.CITY.name)


def test_the_export_says_of_each_service_what_the_profile_asks():
    """In the profile's own words and no others, with no name that leads nowhere."""
    graph = linked_data()["@graph"]
    there = {node["@id"] for node in graph}
    public = [node for node in graph if node["@type"] == "cpsv:PublicService"]
    led_to = {
        ref["@id"]
        for node in graph
        for key, value in node.items()
        if key != "foaf:page"
        for ref in (value if isinstance(value, list) else [value])
        if isinstance(ref, dict) and "@id" in ref
    }

    assert len(services()) == len(public)
    assert set() == led_to - there
    assert set() == {key for node in graph for key in node} - PROFILE
    assert set(CONTEXT) >= {key.split(":")[0] for node in graph for key in node if ":" in key}
    for node in public:
        for key in ("dct:identifier", "dct:title", "dct:description", "cv:hasCompetentAuthority"):
            assert node[key], node["@id"]


@pytest.mark.shared
def test_the_official_shapes_accept_the_export(shared):
    """CPSV-AP 3.2.0, with the vocabularies; and they refuse it when a title is taken away."""
    pyshacl, rdflib = pytest.importorskip("pyshacl"), pytest.importorskip("rdflib")
    shapes = rdflib.Graph().parse(shared / "cpsv-ap" / "cpsv-ap-3.2.0" / "cpsv-ap-SHACL.ttl")

    def conforms(document):
        data = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
        ok, _, text = pyshacl.validate(data, shacl_graph=shapes)
        return ok, text

    whole = linked_data()
    ok, text = conforms(whole)
    assert ok, text[:3000]
    for node in whole["@graph"]:
        if node["@type"] == "cpsv:PublicService":
            del node["dct:title"]
    assert not conforms(whole)[0]


@pytest.mark.parametrize(
    ("spoil", "error", "said"),
    [
        (lambda one: one.pop("catalogue"), BadInput, "lacks the part 'catalogue'"),
        (lambda one: one["title"].pop("en"), BadInput, "'title' has no text in en"),
        (lambda one: one.update(domain="helth"), UnknownName, "health"),
        (lambda one: one.update(life_events=["brith"]), UnknownName, "birth"),
        (lambda one: one["catalogue"].update(procedure="decide"), UnknownName, "decided"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_file_and_key(spoil, error, said):
    """And with the nearest right word."""
    file = next(file for file in service_files(settings.CITY) if file.stem == "nursery-place")
    document = yaml.safe_load(file.read_text())
    spoil(document)

    with pytest.raises(error, match=said):
        read_service(document, file=file.name, languages=("it", "en"))


def test_the_catalogue_is_open_to_anyone(db):
    """To find, to read, to take away."""
    browser = Client(headers={"accept-language": "en"})

    found = browser.get("/api/v1/services", {"q": "parking permit"}).json()
    shown = browser.get("/api/v1/services/residents-parking").json()
    events = browser.get("/api/v1/life-events").json()
    data = browser.get("/api/v1/services.jsonld")

    assert found[0]["id"] == "residents-parking"
    assert (shown["fee_text"], shown["answer_within_days"], shown["domain_text"]) == ("€22.00", 30, "Getting around")
    assert len(events) == 20
    served = [bool(event["services"]) for event in events]
    assert served == sorted(served, reverse=True)  # what calls for nothing here comes last, and the app leaves it out
    assert data["content-type"] == "application/ld+json"
    assert browser.get("/api/v1/services/no-such").status_code == 404
