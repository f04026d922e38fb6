"""Bodies are read by those who hold the key, shown field by field, and destroyed for good."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manto.kernel.errors import BadInput, NotFound
from manto.ledger.bodies import MemoryBodies, commit, disclosed, erase, open_body, receipt_content, seal_body
from manto.ledger.bodies.encryption import BODY_BYTES_MAX, BodyUnreadable
from manto.ledger.bodies.erasure import StillHeld
from manto.ledger.statements.errors import BodyTooLarge

KEY, NONCE = b"k" * 32, b"n" * 24
RECORD = "land-title/E897-45-312"


@given(st.binary(max_size=500), st.text(min_size=1, max_size=40))
def test_a_body_is_read_with_its_key_for_its_record(body: bytes, record: str) -> None:
    """What was sealed is opened again, whatever it is."""
    assert open_body(seal_body(body, record, KEY, NONCE), record, KEY) == body


@given(st.data())
@settings(deadline=None)
def test_a_changed_body_is_not_read(data: st.DataObject) -> None:
    """No bit of nonce or ciphertext can change unnoticed."""
    sealed = bytearray(seal_body(b"Paolo Mancini", RECORD, KEY, NONCE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))

    with pytest.raises(BodyUnreadable):
        open_body(bytes(sealed), RECORD, KEY)


def test_a_body_is_not_another_records() -> None:
    """The record is bound in, and so is the key."""
    sealed = seal_body(b"Paolo Mancini", RECORD, KEY, NONCE)

    for record, key in [("land-title/other", KEY), (RECORD, b"x" * 32), (RECORD, b"short")]:
        with pytest.raises(BodyUnreadable):
            open_body(sealed, record, key)
    with pytest.raises(BodyUnreadable):
        open_body(b"", RECORD, KEY)


def test_a_body_of_ten_megabytes_is_refused() -> None:
    """The error says what to do instead."""
    with pytest.raises(BodyTooLarge, match=r"10,000,000 bytes.*put their hashes"):
        seal_body(bytes(10_000_000), RECORD, KEY, NONCE)

    assert len(seal_body(bytes(BODY_BYTES_MAX), RECORD, KEY, NONCE)) > BODY_BYTES_MAX


fields = st.dictionaries(st.text(max_size=8), st.integers(0, 10**6) | st.text(max_size=10), min_size=1, max_size=12)


def salted(values: dict[str, Any], seed: int = 0) -> dict[str, bytes]:
    """Give each field a salt of its own."""
    return {name: (seed + place).to_bytes(16, "big") for place, name in enumerate(sorted(values))}


@given(fields, st.data())
@settings(deadline=None)
def test_a_field_is_shown_alone_and_nothing_else_passes(values: dict[str, Any], data: st.DataObject) -> None:
    """The field, its salt and its way to the root are right together, and in no other way."""
    made = commit(values, salted(values))
    name = data.draw(st.sampled_from(sorted(values)))

    shown = made.disclose(name)

    assert disclosed(shown, made.root)
    assert not disclosed(replace(shown, value=[values[name]]), made.root)
    assert not disclosed(replace(shown, salt=shown.salt + b"x"), made.root)
    assert not disclosed(replace(shown, name=name + "x"), made.root)
    assert not disclosed(replace(shown, path=(*shown.path, bytes(32))), made.root)
    assert not disclosed(shown, commit(values, salted(values, 99)).root)


def test_equal_fields_have_unlike_commitments() -> None:
    """Without the salt nobody can tell that two records say the same."""
    one, two = commit({"owner": "x"}, {"owner": b"1" * 16}), commit({"owner": "x"}, {"owner": b"2" * 16})

    assert one.root != two.root


@pytest.mark.parametrize("salts", [{}, {"owner": b"short"}, {"owner": bytes(16), "more": bytes(16)}])
def test_a_field_without_a_good_salt_is_refused(salts: dict[str, bytes]) -> None:
    """128 bits each, no fewer."""
    with pytest.raises(BadInput, match="16 bytes or more"):
        commit({"owner": "x"}, salts)


def test_a_field_that_is_not_there_cannot_be_shown() -> None:
    """The error names those that are."""
    with pytest.raises(NotFound, match="It has: owner"):
        commit({"owner": "x"}, {"owner": bytes(16)}).disclose("price")


def a_store() -> MemoryBodies:
    """Make a custodian's store that holds one body."""
    store = MemoryBodies()
    store.keys[b"s"], store.salts[b"s"], store.bodies[b"s"] = KEY, {"owner": bytes(16)}, b"ciphertext"
    return store


def test_erasure_destroys_key_salts_and_body_and_may_be_repeated() -> None:
    """Afterwards nothing is held, and a second run finds nothing to do."""
    store = a_store()

    erase([b"s"], store)
    erase([b"s"], store)

    assert store.holds(b"s") == []
    assert receipt_content([b"t", b"s"], ["registry", "court"]) == {
        "statements": [b"s", b"t"],
        "custodians": ["court", "registry"],
    }


class ForgetfulButNotQuite(MemoryBodies):
    """A store whose disk refuses to delete the body; it has lost its key by then."""

    def destroy_body(self, statement_hash: bytes) -> None:
        """Fail silently, as some stores do."""


def test_a_store_that_keeps_something_gets_no_receipt() -> None:
    """The key is gone first, so what is left cannot be read; still, no receipt."""
    store = ForgetfulButNotQuite()
    store.keys[b"s"], store.bodies[b"s"] = KEY, b"ciphertext"

    with pytest.raises(StillHeld, match="The body of statement"):
        erase([b"s"], store)

    assert b"s" not in store.keys
