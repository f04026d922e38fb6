"""How Open311 GeoReport v2 says things: one tree, written as XML and, by the Spark convention, as JSON.

A list in XML is an element that holds elements of one name; in JSON it is an array without that name. So a document is
plain values, and ``ITEM`` says what the members of a list are called.

Source: Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2/), Service Discovery, JSON and XML Conversion.
"""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from manto.kernel.errors import BadInput

MEDIA_TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
# What the members of each list are called in XML.
ITEM = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
# What XML 1.0 cannot carry at all.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(root: str, value: Any, form: str) -> bytes:
    """Write a document.

    Args:
        root: The name of its outermost element, which JSON leaves out.
        value: Objects, lists, texts, numbers, booleans and None.
        form: ``json`` or ``xml``.

    >>> write("errors", [{"code": 404, "description": "There is none."}], "json")
    b'[{"code": 404, "description": "There is none."}]'
    >>> write("errors", [{"code": 404, "description": None}], "xml")
    b'<?xml version="1.0" encoding="utf-8"?>\\n<errors><error><code>404</code><description /></error></errors>'
    """
    if form == "json":
        return json.dumps(value, ensure_ascii=False).encode()
    element = Element(root)
    _fill(element, value)
    body: bytes = tostring(element, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _fill(element: Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _fill(SubElement(element, name), inner)
    elif isinstance(value, list):
        for inner in value:
            _fill(SubElement(element, ITEM[element.tag]), inner)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = UNSPEAKABLE.sub("", str(value))


def read(content: bytes, form: str) -> Any:
    """Read a document of another server; in XML every value is text, and None where it is empty.

    Raises:
        BadInput: It is none.

    """
    try:
        if form == "json":
            return json.loads(content)
        return _value(_parse(content))
    except (ValueError, ParseError, RecursionError):
        raise BadInput("The other server's answer is no GeoReport document.") from None


def _parse(content: bytes) -> Element:
    from xml.etree.ElementTree import XMLParser

    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:  # names for other text can unfold without end
        raise ValueError("a document type is not taken")
    parser = XMLParser()  # noqa: S314 - no document type, so nothing unfolds and nothing is fetched
    parser.feed(content)
    return parser.close()


def _value(element: Element) -> Any:
    if element.tag in ITEM:
        return [_value(inner) for inner in element]
    if len(element):
        return {inner.tag: _value(inner) for inner in element}
    return (element.text or "").strip() or None
