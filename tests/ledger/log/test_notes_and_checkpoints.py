"""Signed notes, keys and checkpoints: what is written is read back, what is altered is refused by name."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.errors import MantoError
from manto.ledger.log.checkpoints import Checkpoint, check_signatures, open_checkpoint, sign_checkpoint
from manto.ledger.log.errors import MalformedKey, MalformedNote, NotProven
from manto.ledger.log.keys import KeyKind, SecretKey, parse_secret_key, parse_vkey
from manto.ledger.log.notes import SIGNATURES_MAX, Note, parse_note

ORIGIN = "ledger.mantova.example/2026"
ROOT = sha256(b"root").digest()
CHECKPOINT = Checkpoint(ORIGIN, 7, ROOT)
LOG = SecretKey(ORIGIN, KeyKind.NOTE, bytes(range(32)))
WITNESS = SecretKey("witness.cremona.example", KeyKind.COSIGNATURE, bytes(range(1, 33)))
ARCHIVE = SecretKey("witness.cremona.example", KeyKind.COSIGNATURE_ML_DSA, bytes(range(2, 34)))
AT_S = 1_795_000_000

# The example of C2SP signed-note, and the key and note of Go's `note` package documentation.
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def signed(checkpoint: Checkpoint, *keys: SecretKey) -> Note:
    """Sign a checkpoint with each key."""
    return Note(checkpoint.text, tuple(sign_checkpoint(checkpoint, key, AT_S) for key in keys))


def test_go_signed_this_note() -> None:
    """The published example of Go's note package holds under our rule."""
    key, note = parse_vkey(GO_VKEY), parse_note(GO_NOTE.encode())

    [line] = note.signer_lines(key)

    assert key.signed(note.text.encode(), line.signature)
    assert str(note) == GO_NOTE
    assert str(key) == GO_VKEY


@pytest.mark.parametrize("key", [LOG, WITNESS, ARCHIVE], ids=lambda key: key.kind.name)
def test_keys_are_read_back(key: SecretKey) -> None:
    """A key written down, public or secret, is the same key when read."""
    assert parse_vkey(str(key.public)) == key.public
    assert parse_secret_key(key.written()) == key
    assert key.seed.hex() not in repr(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AA==",
        GO_VKEY.replace("c74f20a3", "c74f20a4"),
        GO_VKEY.replace("PeterNeumann", "Peter Neumann"),
        GO_VKEY[:-4],
        GO_VKEY + "=",
        "x+00000000+CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ],
)
def test_malformed_key_is_refused_with_what_to_do(text: str) -> None:
    """Each says what to do next."""
    with pytest.raises(MalformedKey) as refused:
        parse_vkey(text)

    assert refused.value.next_step


def test_key_that_anyone_can_sign_with_is_refused() -> None:
    """A public key of small order cannot even be written into a configuration."""
    with pytest.raises(MalformedKey, match="small order"):
        replace(LOG.public, material=(1).to_bytes(32, "little"))


def test_checkpoint_is_read_back_with_all_its_signatures() -> None:
    """A log's signature, a witness's and an archive's hold on one note."""
    note = signed(CHECKPOINT, LOG, WITNESS, ARCHIVE)

    opened = open_checkpoint(note.to_bytes(), [LOG.public])
    cosigned = check_signatures(opened.note, opened.checkpoint, [WITNESS.public, ARCHIVE.public])

    assert opened.checkpoint == CHECKPOINT
    assert [(one.key.kind, one.at_s) for one in cosigned] == [
        (KeyKind.COSIGNATURE, AT_S),
        (KeyKind.COSIGNATURE_ML_DSA, AT_S),
    ]


def test_extension_lines_are_covered_by_ed25519_and_not_by_ml_dsa() -> None:
    """Which is why nothing of ours stands there."""
    note = signed(replace(CHECKPOINT, extension=("one",)), WITNESS, ARCHIVE)
    altered = Note(note.text.replace("one", "two"), note.signatures)
    checkpoint = replace(CHECKPOINT, extension=("two",))

    still_holds = check_signatures(altered, checkpoint, [ARCHIVE.public])

    assert len(still_holds) == 1
    with pytest.raises(NotProven):
        check_signatures(altered, checkpoint, [WITNESS.public])


@pytest.mark.parametrize("key", [LOG, WITNESS, ARCHIVE], ids=lambda key: key.kind.name)
@given(data=st.data())
def test_no_flipped_bit_goes_unnoticed(key: SecretKey, data: st.DataObject) -> None:
    """Whatever one bit is flipped, the checkpoint is refused, or its signer's line is not found any more."""
    whole = bytearray(signed(CHECKPOINT, key).to_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))

    try:
        note = parse_note(bytes(whole))
        held = check_signatures(note, replace(CHECKPOINT), [key.public]) if note.text == CHECKPOINT.text else ()
    except MantoError:
        held = ()

    assert held == ()


def test_a_key_does_not_count_for_another_log() -> None:
    """A trusted log cannot sign in another log's name."""
    other = replace(CHECKPOINT, origin="ledger.cremona.example")

    with pytest.raises(NotProven, match="No trusted key"):
        open_checkpoint(signed(other, LOG).to_bytes(), [LOG.public])


def test_one_false_signature_of_a_known_key_spoils_the_note() -> None:
    """A good line does not cover for a false one of the same key."""
    good, [line] = signed(CHECKPOINT, LOG), signed(replace(CHECKPOINT, size=8), LOG).signatures

    with pytest.raises(NotProven, match="does not hold"):
        open_checkpoint(good.with_signatures((line,)).to_bytes(), [LOG.public])


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n7\n",
        f"{ORIGIN}\n07\n{'A' * 43}=\n",
        f"{ORIGIN}\n-7\n{'A' * 43}=\n",
        f"{ORIGIN}\n٧\n{'A' * 43}=\n",
        f"{ORIGIN}\n9223372036854775808\n{'A' * 43}=\n",
        f"{ORIGIN}\n7\n{'A' * 43}\n",
        f"{ORIGIN}\n7\n{'A' * 42}B=\n",
        f"\n7\n{'A' * 43}=\n",
        f"{ORIGIN}\n7\n{'A' * 43}=\n\nlater\n",
    ],
)
def test_malformed_checkpoint_is_refused(text: str) -> None:
    """A number or a hash in any form but its one form is not read."""
    note = Note(text, signed(CHECKPOINT, LOG).signatures)

    with pytest.raises(MalformedNote):
        open_checkpoint(note.to_bytes(), [LOG.public])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\nnot a line\n",
        b"text\n\n\xe2\x80\x94 name AAAA\n",
        b"text\n\n\xe2\x80\x94 name AAAAAAA=",
        b"te\x00xt\n\n\xe2\x80\x94 name AAAAAAA=\n",
        b"te\xffxt\n\n\xe2\x80\x94 name AAAAAAA=\n",
        b"x\n\n" + "— n AAAAAAA=\n".encode() * (SIGNATURES_MAX + 1),
        b"x" * 1_000_001,
    ],
)
def test_malformed_note_is_refused_with_what_to_do(data: bytes) -> None:
    """Each says what to do next."""
    with pytest.raises(MalformedNote) as refused:
        parse_note(data)

    assert refused.value.next_step


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_otherwise(data: bytes) -> None:
    """Fuzz: a note is read and written back unchanged, or refused by name."""
    try:
        note = parse_note(b"text\n\n" + data)
    except MalformedNote:
        return

    assert note.to_bytes() == b"text\n\n" + data
