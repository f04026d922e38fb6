"""CBOR is read in its one deterministic form, and in no other."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from manto.ledger.statements.cbor import NUMBER_MAX, decode_cbor, encode_cbor
from manto.ledger.statements.errors import MalformedStatement

scalars = st.one_of(
    st.integers(-NUMBER_MAX, NUMBER_MAX), st.binary(max_size=300), st.text(max_size=40), st.booleans(), st.none()
)
map_keys = st.one_of(st.integers(-NUMBER_MAX, NUMBER_MAX), st.text(max_size=10))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(map_keys, inner, max_size=5), max_leaves=20
)


@given(values)
@settings(deadline=None)
def test_what_is_written_is_read_back(value: Any) -> None:
    """Every value that may be stated survives, and its bytes are the only ones it has."""
    raw = encode_cbor(value)

    assert decode_cbor(raw) == value
    assert encode_cbor(decode_cbor(raw)) == raw


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("1801", "a number that needs no second byte"),
        ("190018", "a number in two bytes that needs one"),
        ("1b0000000000000001", "a number in eight bytes"),
        ("5801aa", "a length that needs no second byte"),
        ("5f41aa41bbff", "a string in pieces"),
        ("9f01ff", "a list without a length"),
        ("bf0101ff", "a map without a length"),
        ("a2200118640a", "keys in the order of RFC 7049: shorter first"),
        ("a202010102", "keys out of order"),
        ("a2010101 02".replace(" ", ""), "a key twice"),
        ("a1f501", "a truth value as a key"),
        ("a14101aa", "bytes as a key"),
        ("f97e00", "a fraction that is no number"),
        ("f93c00", "a fraction"),
        ("f7", "undefined"),
        ("e0", "a simple value"),
        ("c100", "a tag: seconds as a date"),
        ("c074323031332d30332d32315432303a30343a30305a", "a tag: text as a date"),
        ("c249010000000000000000", "a tag: a large number"),
        ("d9010281 01".replace(" ", ""), "a tag: a set"),
        ("1b0020000000000000", "a number above 2^53 - 1"),
        ("3b001fffffffffffff", "a number below -(2^53 - 1)"),
        ("62c328", "text that is not UTF-8"),
        ("0101", "two values"),
        ("", "nothing"),
        ("82 01".replace(" ", ""), "a list that ends too early"),
        ("5affffffff", "a string longer than there is"),
        ("9b7fffffffffffffff", "a list longer than there could be"),
        ("81" * 17 + "01", "seventeen levels"),
        ("81" * 5000 + "01", "five thousand levels"),
        ("d81c81d81d00", "tags: a list that contains itself"),
    ],
)
def test_other_forms_are_refused(raw: str, why: str) -> None:
    """Bytes that say the same in another form are refused, not mended."""
    with pytest.raises(MalformedStatement):
        decode_cbor(bytes.fromhex(raw))


def test_keys_stand_in_the_order_of_their_bytes() -> None:
    """RFC 8949's order: 100 (1864) before -1 (20), which the older canonical order would turn round."""
    assert encode_cbor({-1: 1, 100: 2, "a": 3, 10: 4}).hex() == "a40a0418640220016161" + "03"
    assert cbor2.dumps({-1: 1, 100: 2}, canonical=True).hex() == "a2200118" + "6402"


@given(st.binary(max_size=200))
@example(b"\xc1\xfb\x7f\xf0\x00\x00\x00\x00\x00\x00")
@settings(max_examples=3_000, deadline=None)
def test_any_bytes_are_read_or_refused_by_name(raw: bytes) -> None:
    """Whatever comes in, it is one value in its one form or a MalformedStatement."""
    try:
        value = decode_cbor(raw)
    except MalformedStatement:
        return

    assert encode_cbor(value) == raw


@given(values, st.data())
@settings(max_examples=500, deadline=None)
def test_changed_bytes_are_another_value_or_refused(value: Any, data: st.DataObject) -> None:
    """There are no two byte strings for one value."""
    raw = bytearray(encode_cbor(value))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))

    try:
        changed = decode_cbor(bytes(raw))
    except MalformedStatement:
        return

    assert encode_cbor(changed) == bytes(raw) != encode_cbor(value)
