"""The catalogue as linked data: CPSV-AP 3.2.0 in JSON-LD, which any other catalogue of services reads. Pure.

Source: SEMIC, Core Public Service Vocabulary Application Profile 3.2.0; every class carries what its shape demands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from manto.services.cases.procedure import procedure
from manto.services.catalogue.service import Service, Words, life_events

Node = dict[str, Any]

CONTEXT: Node = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGES = {
    "it": "http://publications.europa.eu/resource/authority/language/ITA",
    "en": "http://publications.europa.eu/resource/authority/language/ENG",
}
EURO = "http://publications.europa.eu/resource/authority/currency/EUR"
ITALY = "http://publications.europa.eu/resource/authority/country/ITA"
MUNICIPALITY = "http://purl.org/adms/publishertype/LocalAuthority"
LIFE_EVENT = (
    "https://w3id.org/italia/controlled-vocabulary/classifications-for-public-services/life-business-event/life-event/"
)


def catalogue_as_linked_data(
    services: Iterable[Service], *, base: str, city: Mapping[str, str], spatial: str = ITALY
) -> Node:
    """Write a city's services as one JSON-LD document.

    Args:
        services: All of them.
        base: The address under which the city's things have their names, without a slash at its end.
        city: Its name by language.
        spatial: Where it is, as a concept of the European country or place list.

    """
    services = list(services)
    authority = f"{base}/authority"
    graph: list[Node] = [
        {
            "@id": authority,
            "@type": "cv:PublicOrganisation",
            "dct:identifier": _literal(authority),
            "skos:prefLabel": _words(city),
            "dct:spatial": _ref(spatial),
            "dct:type": _ref(MUNICIPALITY),
        },
        _concept(spatial, {"en": "Italy", "it": "Italia"}, type_="dct:Location"),
        _concept(MUNICIPALITY, {"en": "Local authority", "it": "Ente locale"}),
        _concept(EURO, {"en": "Euro", "it": "Euro"}),
        *(_concept(uri, {"en": name, "it": name}, type_="dct:LinguisticSystem") for name, uri in LANGUAGES.items()),
    ]
    events = sorted({event for service in services for event in service.life_events})
    graph += [_event(event, base) for event in events]
    for service in services:
        graph += _service(service, base, authority, spatial)
    return {"@context": CONTEXT, "@graph": graph}


def _service(service: Service, base: str, authority: str, spatial: str) -> list[Node]:
    uri = f"{base}/services/{service.id}"
    days = procedure(service.procedure).answer_within_days
    channels = [_channel(uri, number, one) for number, one in enumerate(service.channels, start=1)]
    requirements = [_requirement(uri, one.id, one.text) for one in service.evidence]
    parts: list[Node] = [
        {
            "@id": uri,
            "@type": "cpsv:PublicService",
            "dct:identifier": _literal(service.id),
            "dct:title": _words(service.title),
            "dct:description": _words({k: f"{v} {service.about[k]}" for k, v in service.summary.items()}),
            "dcat:keyword": [_in(word, lang) for lang, words in service.words.items() for word in words],
            "dct:language": [_ref(LANGUAGES[language]) for language in service.title],
            "cv:hasCompetentAuthority": _ref(authority),
            "dct:spatial": _ref(spatial),
            "cpsv:produces": _ref(f"{uri}/output"),
            "cv:hasCost": _ref(f"{uri}/cost"),
            "cv:hasChannel": [_ref(channel["@id"]) for channel in channels],
            "cv:hasLegalResource": _ref(f"{uri}/law"),
            "cv:processingTime": {"@value": f"P{days}D", "@type": "xsd:duration"},
            "cv:isGroupedBy": [_ref(_event_uri(event, base)) for event in service.life_events],
            "cv:holdsRequirement": [_ref(one["@id"]) for one in requirements],
        },
        {
            "@id": f"{uri}/output",
            "@type": "cv:Output",
            "dct:identifier": _literal(f"{service.id}-output"),
            "dct:title": _words(service.result),
            "skos:prefLabel": _words(service.result),
            "dct:description": _words(service.result),
        },
        {
            "@id": f"{uri}/cost",
            "@type": "cv:Cost",
            "dct:identifier": _literal(f"{service.id}-cost"),
            "dct:description": _words(service.cost),
            "cv:currency": _ref(EURO),
            "cv:hasValue": {"@value": f"{service.fee_cents / 100:.2f}", "@type": "xsd:double"},
        },
        {
            "@id": f"{uri}/law",
            "@type": "eli:LegalResource",
            "dct:identifier": _literal(f"{service.id}-law"),
            "dct:title": _words(service.law),
            "dct:description": _words(service.law),
        },
    ]
    return parts + channels + requirements


def _channel(uri: str, number: int, channel: Any) -> Node:
    node: Node = {
        "@id": f"{uri}/channels/{number}",
        "@type": "cv:Channel",
        "dct:identifier": _literal(f"{uri}/channels/{number}"),
        "dct:description": _words(channel.text),
    }
    if channel.contact:
        address = f"tel:{channel.contact.replace(' ', '')}" if channel.way == "phone" else channel.contact
        node["foaf:page"] = _ref(address)
    return node


def _requirement(uri: str, name: str, text: Words) -> Node:
    return {
        "@id": f"{uri}/requirements/{name}",
        "@type": "cv:Requirement",
        "dct:identifier": _literal(name),
        "dct:title": _words(text),
        "skos:prefLabel": _words(text),
        "dct:description": _words(text),
    }


def _event(event: str, base: str) -> Node:
    known = life_events()[event]
    words = {language: known[language] for language in LANGUAGES}
    kind = ["cv:LifeEvent" if known["number"] else "cv:BusinessEvent", "cv:Event"]
    return {
        "@id": _event_uri(event, base),
        "@type": kind,
        "dct:identifier": _literal(event),
        "dct:title": _words(words),
        "dct:description": _words(words),
    }


def _event_uri(event: str, base: str) -> str:
    number = life_events()[event]["number"]
    return f"{LIFE_EVENT}{number}" if number else f"{base}/events/{event}"


def _concept(uri: str, words: Words, *, type_: str = "skos:Concept") -> Node:
    types = ["skos:Concept"] if type_ == "skos:Concept" else ["skos:Concept", type_]
    return {"@id": uri, "@type": types, "skos:prefLabel": _words(words)}


def _words(words: Words) -> list[Node]:
    return [_in(text, language) for language, text in words.items()]


def _in(text: str, language: str) -> Node:
    return {"@value": text, "@language": language}


def _literal(text: str) -> Node:
    return {"@value": text}


def _ref(uri: str) -> Node:
    return {"@id": uri}
