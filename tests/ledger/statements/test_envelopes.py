"""Statements and their signatures, as bytes."""

from __future__ import annotations

import json
from pathlib import Path

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manto.kernel.errors import BadInput
from manto.ledger.keys import KeyPair
from manto.ledger.statements import (
    BlockHeader,
    Kind,
    Statement,
    Status,
    batch_signatures,
    decode_cbor,
    encode_cbor,
    envelope,
    parse_entry,
    parse_envelope,
    parse_statement,
    sign_payload,
    statement_entry,
)
from manto.ledger.statements.cose import BODY_HEADER, check_signatures, signer_header
from manto.ledger.statements.errors import BadSignature, MalformedStatement, StatementTooLarge

VECTORS = Path(__file__).parents[2] / "vectors" / "ledger"
PAIRS = [KeyPair.of_seed(bytes([n]) * 32) for n in range(1, 5)]


def a_title(subject: str = "E897-45-312") -> Statement:
    """State that a title is issued."""
    return Statement(
        ledger="ledger.mantova.example/2026",
        record=f"land-title/{subject}",
        kind=Kind.ISSUE,
        status=Status.ACTIVE,
        holders=(PAIRS[0].public_key,),
        effective_s=1_700_000_000,
        signed_s=1_700_000_100,
        reason="Art. 2643 c.c.",
    )


hashes = st.binary(min_size=32, max_size=32)
statements = st.builds(
    Statement,
    ledger=st.text(min_size=1, max_size=50),
    record=st.from_regex(r"[a-z][a-z0-9-]{0,39}/[!-~]{1,160}", fullmatch=True),
    kind=st.sampled_from(Kind),
    status=st.sampled_from(Status),
    effective_s=st.integers(-(2**40), 2**40),
    signed_s=st.integers(0, 2**40),
    prev=st.none() | hashes,
    holders=st.sets(hashes, max_size=4).map(lambda keys: tuple(sorted(keys))),
    fields=st.none() | hashes,
    body=st.none() | hashes,
    reason=st.none() | st.text(min_size=1, max_size=60),
    evidence=st.sets(hashes, max_size=3).map(lambda keys: tuple(sorted(keys))),
    restores=st.none() | hashes,
    until_s=st.none() | st.integers(-(2**40), 2**40),
    content=st.none() | st.dictionaries(st.text(max_size=5), st.integers(-5, 5), max_size=3),
)


@given(statements)
@settings(deadline=None)
def test_a_statement_reads_back_as_it_was_written(statement: Statement) -> None:
    """Every field survives."""
    assert parse_statement(statement.to_bytes()) == statement


def test_an_envelope_is_what_other_software_makes() -> None:
    """python-cwt makes the same bytes from the same seeds, and we accept its signatures."""
    vector = json.loads((VECTORS / "cose_by_python_cwt.json").read_text())
    payload, theirs = bytes.fromhex(vector["payload"]), bytes.fromhex(vector["envelope"])

    ours = envelope(payload, [sign_payload(payload, pair) for pair in PAIRS[:2]])

    check_signatures(parse_envelope(theirs))
    assert ours.raw == theirs


def test_every_endorser_is_checked() -> None:
    """One bad signature among good ones spoils the statement."""
    payload = a_title().to_bytes()
    signatures = [sign_payload(payload, pair) for pair in PAIRS[:3]]
    forged = sign_payload(b"another payload", PAIRS[3])

    check_signatures(envelope(payload, signatures))
    with pytest.raises(BadSignature, match=PAIRS[3].public_key.hex()[:16]):
        check_signatures(envelope(payload, [*signatures, forged]))


@given(st.integers(1, 40), st.data())
@settings(max_examples=30, deadline=None)
def test_a_batch_is_signed_once_and_each_statement_checks_alone(count: int, data: st.DataObject) -> None:
    """One signature over many statements; each carries its own way to it, and no other's."""
    payloads = [a_title(str(n)).to_bytes() for n in range(count)]

    signatures = batch_signatures(payloads, PAIRS[0])

    assert len({signature.signature for signature in signatures}) == 1
    for payload, signature in zip(payloads, signatures, strict=True):
        check_signatures(parse_envelope(envelope(payload, [signature]).raw))
    stranger = a_title("stranger").to_bytes()
    with pytest.raises(BadSignature):
        check_signatures(envelope(stranger, [data.draw(st.sampled_from(signatures))]))


def test_a_batch_signature_is_checked_once() -> None:
    """What is remembered is the signature with its root: another root is checked anew."""
    payloads = [a_title(str(n)).to_bytes() for n in range(8)]
    known_good = set[bytes]()

    for payload, signature in zip(payloads, batch_signatures(payloads, PAIRS[0]), strict=True):
        check_signatures(envelope(payload, [signature]), known_good)

    assert len(known_good) == 1 + len(payloads)


def test_the_log_of_one_batch_cannot_be_read_as_a_single_signature() -> None:
    """A batch's signature without its place is not a signature over the payload, nor the other way round."""
    payloads = [a_title(str(n)).to_bytes() for n in range(2)]
    batch = batch_signatures(payloads, PAIRS[0])[0]
    single = sign_payload(payloads[0], PAIRS[0])

    for signature in (type(single)(batch.key, batch.signature), type(single)(batch.key, single.signature, batch.place)):
        with pytest.raises(BadSignature):
            check_signatures(envelope(payloads[0], [signature]))


def raw_envelope(**changes: object) -> bytes:
    """Make an envelope with something about it changed."""
    payload = a_title().to_bytes()
    header = signer_header(PAIRS[0].public_key)
    parts: dict[str, object] = {"header": BODY_HEADER, "unsigned": {}, "payload": payload}
    parts["signatures"] = [[header, {}, sign_payload(payload, PAIRS[0]).signature]]
    return cbor2.dumps(cbor2.CBORTag(98, list((parts | changes).values())))


def test_the_envelope_used_for_changes_is_good() -> None:
    """The next test refuses what is changed, not what it starts from."""
    check_signatures(parse_envelope(raw_envelope()))


@pytest.mark.parametrize(
    "changes",
    [
        {"header": b""},
        {"header": encode_cbor({3: "text/plain"})},
        {"unsigned": {4: b"key"}},
        {"payload": None},
        {"payload": "text"},
        {"signatures": []},
        {"signatures": None},
        {"signatures": [[signer_header(PAIRS[0].public_key), {}, bytes(63)]]},
        {"signatures": [[signer_header(PAIRS[0].public_key), {}, bytes(64)]] * 2},
        {"signatures": [[signer_header(pair.public_key), {}, bytes(64)] for pair in PAIRS]},
        {"signatures": [[encode_cbor({1: -8, 4: PAIRS[0].public_key}), {}, bytes(64)]]},
        {"signatures": [[encode_cbor({4: PAIRS[0].public_key}), {}, bytes(64)]]},
        {"signatures": [[encode_cbor({1: -19, 4: b"short"}), {}, bytes(64)]]},
        {"signatures": [[signer_header(PAIRS[0].public_key), {396: {-1: []}}, bytes(64)]]},
        {"signatures": [[signer_header(PAIRS[0].public_key, batch=True), {}, bytes(64)]]},
        {"signatures": [[signer_header(PAIRS[0].public_key, batch=True), {396: {-1: [b"\x00"]}}, bytes(64)]]},
    ],
)
def test_an_envelope_in_another_form_is_refused(changes: dict[str, object]) -> None:
    """No header is optional, no field may be empty, nothing unsigned is tolerated."""
    with pytest.raises(MalformedStatement):
        parse_envelope(raw_envelope(**changes))


def test_an_envelope_above_the_limit_is_refused_before_it_is_read() -> None:
    """Ten megabytes cost nothing but the look at their length."""
    with pytest.raises(StatementTooLarge, match="10,000,000 bytes"):
        parse_envelope(bytes(10_000_000))


@given(st.binary(max_size=300))
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_refused_by_name(raw: bytes) -> None:
    """Noise is never an envelope, a statement or an entry, and never another error."""
    for parse in (parse_envelope, parse_statement, parse_entry, lambda raw: parse_envelope(b"\xd8\x62" + raw)):
        with pytest.raises(BadInput):
            parse(raw)


@given(st.data())
@settings(max_examples=600, deadline=None)
def test_an_envelope_with_changed_bytes_never_passes(data: st.DataObject) -> None:
    """Whatever byte is changed, the envelope is refused or a signature fails."""
    payloads = [a_title(str(n)).to_bytes() for n in range(3)]
    good = envelope(payloads[1], [batch_signatures(payloads, PAIRS[0])[1], sign_payload(payloads[1], PAIRS[1])])
    raw = bytearray(good.raw)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))

    with pytest.raises(BadInput):
        check_signatures(parse_envelope(bytes(raw)))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (1, 2),
        (3, "no-subject"),
        (3, "land title/1"),
        (3, "land-title/" + "x" * 161),
        (4, 0),
        (4, True),
        (4, 10),
        (5, b"short"),
        (5, None),
        (6, 7),
        (7, []),
        (7, [bytes(32), bytes(32)]),
        (7, [b"\x02" * 32, b"\x01" * 32]),
        (8, "yesterday"),
        (9, True),
        (12, ""),
        (12, "x" * 1001),
        (13, [b"\x01" * 32] * 17),
        (16, [1]),
        (16, {1: 2}),
        (17, 1),
        ("extra", 1),
    ],
)
def test_a_statement_with_a_wrong_field_is_refused(key: int | str, value: object) -> None:
    """Each field has its form, and there are no others."""
    values = decode_cbor(a_title().to_bytes()) | {key: value}

    with pytest.raises(MalformedStatement):
        parse_statement(encode_cbor(values))


@pytest.mark.parametrize("key", [1, 2, 3, 4, 6, 8, 9])
def test_a_statement_lacking_a_field_is_refused(key: int) -> None:
    """Version, ledger, record, kind, status and both times must be there."""
    values = decode_cbor(a_title().to_bytes())
    del values[key]

    with pytest.raises(MalformedStatement):
        parse_statement(encode_cbor(values))


@given(st.integers(1, 2**40), st.integers(0, 2**40), st.integers(0, 10**6), hashes, hashes)
def test_entries_read_back(height: int, time_s: int, count: int, previous: bytes, root: bytes) -> None:
    """A header and a statement's hash survive the log."""
    header = BlockHeader(height, time_s, count, previous, root)

    assert parse_entry(header.to_entry()) == header
    assert parse_entry(statement_entry(root)) == root
