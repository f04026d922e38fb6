"""Promises: what one says is read back, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.ledger.log.errors import MalformedNote, NotProven
from manto.ledger.log.keys import KeyKind, SecretKey
from manto.ledger.log.notes import Note, SignatureLine
from manto.ledger.sequencer.promises import HEADER, Promise, open_promise, promise_key_name

KEY = SecretKey(promise_key_name("ledger.mantova.example"), KeyKind.NOTE, bytes(range(32)))
PROMISE = Promise("ledger.mantova.example", 7, 3, bytes(range(32)), 1_795_000_000_000, 1_795_000_060_000)
numbers = st.integers(0, 2**63 - 1)


def signed(text: str) -> bytes:
    """Sign any text with the promise key."""
    return Note(text, (SignatureLine(KEY.name, KEY.public.key_id, KEY.sign(text.encode())),)).to_bytes()


@given(numbers, numbers, st.binary(min_size=32, max_size=32), numbers, numbers)
def test_a_promise_is_read_back(submission: int, count: int, root: bytes, accepted_ms: int, deadline_ms: int) -> None:
    """Whatever its numbers."""
    promise = Promise("ledger.mantova.example", submission, count, root, accepted_ms, deadline_ms)

    assert open_promise(promise.signed(KEY), KEY.public) == promise


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (HEADER, "ledger.mantova.example"),
        ("submission 7", "submission 07"),
        ("submission 7\n", ""),
        ("entries 3", "entries -3"),
        ("entries 3", "count 3"),
        ("root AAEC", "root AAE"),
        ("deadline_ms 1", "deadline_ms 9223372036854775808"),
        ("accepted_ms 1795000000000\n", "accepted_ms 1795000000000\naccepted_ms 1795000000000\n"),
    ],
)
def test_a_text_that_is_not_a_promise_is_none(old: str, new: str) -> None:
    """Even when the promise key has signed it."""
    text = PROMISE.text.replace(old, new)

    assert text != PROMISE.text
    with pytest.raises(MalformedNote):
        open_promise(signed(text), KEY.public)


def test_a_promise_by_another_key_is_none() -> None:
    """Nor one that was changed after it was signed."""
    other = SecretKey(KEY.name, KeyKind.NOTE, bytes(32))
    altered = PROMISE.signed(KEY).replace(b"deadline_ms 1795000060000", b"deadline_ms 1995000060000")

    for note in (PROMISE.signed(other), altered):
        with pytest.raises(NotProven):
            open_promise(note, KEY.public)
