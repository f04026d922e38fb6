"""Proofs and policies: what is enough, and what each refusal says."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.ledger.log import merkle
from manto.ledger.log.checkpoints import Checkpoint, sign_checkpoint
from manto.ledger.log.errors import MalformedNote, MalformedPolicy, NotCosigned, NotProven
from manto.ledger.log.keys import KeyKind, SecretKey
from manto.ledger.log.notes import Note
from manto.ledger.log.policy import Policy, parse_policy
from manto.ledger.log.proofs import LogProof, parse_log_proof

ORIGIN = "ledger.mantova.example"
LOG = SecretKey(ORIGIN, KeyKind.NOTE, bytes(32))
WITNESSES = [SecretKey(f"w{i}.example", KeyKind.COSIGNATURE, bytes([i]) * 32) for i in range(1, 5)]
ENTRIES = [f"entry {i}".encode() for i in range(11)]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]
HEAD = Checkpoint(ORIGIN, len(ENTRIES), merkle.root_of(LEAVES))

POLICY_TEXT = "\n".join(
    [
        "# Two of the three cities, and the court.",
        f"log {LOG.public} https://ledger.mantova.example/",
        *(f"witness\tW{i}  {key.public}" for i, key in enumerate(WITNESSES, start=1)),
        "group cities 2 W1 W2 W3",
        "group all-of-it all cities W4",
        "quorum all-of-it",
        "",
    ]
)
POLICY = parse_policy(POLICY_TEXT.encode())


def note_by(*keys: SecretKey) -> bytes:
    """Sign the head with each key."""
    return Note(HEAD.text, tuple(sign_checkpoint(HEAD, key, 1_795_000_000) for key in keys)).to_bytes()


def proof_of(index: int, *keys: SecretKey) -> LogProof:
    """Prove an entry under a checkpoint signed by the keys."""
    hashes = merkle.inclusion_proof(index, len(ENTRIES), lambda h, i: merkle.root_of(LEAVES[i << h : (i + 1) << h]))
    return LogProof(index, tuple(hashes), note_by(*keys), b"extra")


@pytest.mark.parametrize(
    ("cosigners", "enough"),
    [((0, 1, 3), True), ((0, 2, 3), True), ((0, 1, 2, 3), True), ((0, 1, 2), False), ((0, 3), False), ((), False)],
)
def test_a_quorum_is_counted_through_its_groups(cosigners: tuple[int, ...], enough: bool) -> None:
    """Two of the cities and the court are enough; without the court, or with one city, they are not."""
    note = note_by(LOG, *(WITNESSES[i] for i in cosigners))

    if enough:
        _, held = POLICY.open(note)
        assert len(held) == len(cosigners)
    else:
        with pytest.raises(NotCosigned, match="all-of-it"):
            POLICY.open(note)


@pytest.mark.parametrize("index", range(len(ENTRIES)))
def test_a_proof_is_read_back_and_holds(index: int) -> None:
    """A proof is one text; its check gives the witnesses' times."""
    proof = proof_of(index, LOG, WITNESSES[0], WITNESSES[1], WITNESSES[3])

    again = parse_log_proof(proof.to_bytes())
    opened, cosigned = again.check(ENTRIES[index], POLICY)

    assert again == proof
    assert opened.checkpoint == HEAD
    assert [one.at_s for one in cosigned] == [1_795_000_000] * 3


def test_a_proof_of_another_entry_does_not_hold() -> None:
    """The proof is of this entry at this place and no other."""
    proof = proof_of(4, LOG, *WITNESSES)

    for wrong, entry in [(proof, ENTRIES[5]), (replace(proof, index=5), ENTRIES[4])]:
        with pytest.raises(NotProven):
            wrong.check(entry, POLICY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("index 4", "index 04"),
        ("index 4\n", ""),
        ("extra ZXh0cmE=", "extra ZXh0cmE"),
        ("\n\nledger", "\nledger"),
        ("=\n", "\n"),
    ],
)
def test_malformed_proof_is_refused_with_what_to_do(old: str, new: str) -> None:
    """Each says what to do next."""
    text = proof_of(4, LOG).to_bytes().decode()

    with pytest.raises(MalformedNote) as refused:
        parse_log_proof(text.replace(old, new).encode())

    assert refused.value.next_step


@given(st.binary(max_size=200))
def test_no_bytes_make_the_proof_reader_fail_otherwise(data: bytes) -> None:
    """Fuzz: a proof is read and written back unchanged, or refused by name."""
    for given_bytes in (data, b"c2sp.org/tlog-proof@v1\n" + data):
        try:
            proof = parse_log_proof(given_bytes)
        except MalformedNote:
            continue
        assert proof.to_bytes() == given_bytes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no quorum line"),
        ("quorum none\nquorum none\n", "already"),
        ("quorum W9\n", "not defined above"),
        (f"witness W1 {LOG.public}\nquorum W1\n", "not a cosigner"),
        (f"log {WITNESSES[0].public}\nquorum none\n", "is a witness's"),
        (f"log {LOG.public}\nlog {LOG.public}\nquorum none\n", "twice"),
        (f"witness none {WITNESSES[0].public}\nquorum none\n", "taken"),
        (f"witness a {WITNESSES[0].public}\ngroup a any a\nquorum a\n", "taken"),
        (f"witness a {WITNESSES[0].public}\ngroup g 2 a\nquorum g\n", "cannot be asked"),
        (f"witness a {WITNESSES[0].public}\ngroup g 0 a\nquorum g\n", "cannot be asked"),
        (f"witness a {WITNESSES[0].public}\ngroup g any a a\nquorum g\n", "twice"),
        (f"witness a {WITNESSES[0].public}\ngroup g any\nquorum g\n", "not a line"),
        ("log notakey\nquorum none\n", "Line 1"),
        ("quorum none\r\n", "control character"),
        ("frobnicate\nquorum none\n", "not a line"),
    ],
)
def test_malformed_policy_is_refused_by_its_line(text: str, says: str) -> None:
    """Each says which line and what to do."""
    with pytest.raises(MalformedPolicy, match=says) as refused:
        parse_policy(text.encode())

    assert refused.value.next_step


def test_a_policy_may_ask_for_no_witness() -> None:
    """Then the log's own signature is enough, and that is what the file says."""
    policy = parse_policy(f"log {LOG.public}\nquorum none\n".encode())

    opened, held = policy.open(note_by(LOG))

    assert opened.checkpoint == HEAD
    assert held == ()


def test_names_are_octets() -> None:
    """A name that is not UTF-8 is a name all the same."""
    policy = parse_policy(b"witness \xe2\x28 " + str(WITNESSES[0].public).encode() + b"\nquorum \xe2\x28\n")

    assert isinstance(policy, Policy)
    assert policy.quorum in policy.witnesses


@given(st.binary(max_size=200))
def test_no_bytes_make_the_policy_reader_fail_otherwise(data: bytes) -> None:
    """Fuzz: a policy is read, or refused by name."""
    with suppress(MalformedPolicy):
        assert parse_policy(data + b"\nquorum none\n").quorum is None
