"""Go's note and tlog packages, and torchwood, check what the ledger wrote; and refuse what was altered in it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from manto.kernel.clock import FixedClock
from manto.ledger.log.keys import KeyKind, SecretKey
from manto.ledger.log.notes import Note, parse_note, parse_signature_line
from manto.ledger.log.proofs import LogProof
from manto.ledger.log.serving import Request
from manto.ledger.sequencer.embedded import EmbeddedSequencer, Limits
from manto.ledger.sequencer.store import Store, init_store
from manto.ledger.witness.memory import WitnessMemory
from manto.ledger.witness.message import AddCheckpoint
from manto.ledger.witness.witness import Witness

pytestmark = pytest.mark.process
Judge = Callable[[list[dict[str, Any]]], list[str]]
ENTRIES = [f"entry {i}".encode() * (i % 3) for i in range(700)]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Give an open log of 700 entries and the checkpoints it had on the way."""
    store = init_store(tmp_path_factory.mktemp("go") / "log", "ledger.mantova.example/2026")
    with EmbeddedSequencer(store, limits=Limits(block_interval_ms=1)) as sequencer:
        heads = []
        for start in (0, 1, 2, 255, 256, 300, 511, 613):
            end = {0: 1, 1: 2, 2: 255, 255: 256, 256: 300, 300: 511, 511: 613, 613: 700}[start]
            sequencer.wait_until_final(sequencer.submit(ENTRIES[start:end]).submission, 10)
            heads.append((end, sequencer.checkpoint))
        yield store, sequencer, heads


def written(data: bytes) -> str:
    """Write bytes as Go's JSON reads them."""
    return b64encode(data).decode()


def test_go_opens_our_checkpoints(log: Any, judge: Judge) -> None:
    """Every head that the log ever showed holds for Go's note package."""
    store, _, heads = log

    verdicts = judge(
        [{"Kind": "note", "Vkey": str(store.log_key.public), "Checkpoint": written(head)} for _, head in heads]
    )

    assert verdicts == [""] * len(heads)


def test_go_checks_our_inclusion_proofs(log: Any, judge: Judge) -> None:
    """For entries on both sides of every tile's edge; with the entry or the proof altered, Go refuses."""
    store, sequencer, _ = log
    questions = []
    for index in (0, 1, 2, 127, 128, 254, 255, 256, 257, 511, 512, 613, 698, 699):
        proof = sequencer.prove(index)
        asked = inclusion(store, proof, ENTRIES[index])
        questions += [asked, asked | {"Entry": written(b"altered")}, asked | {"Hashes": asked["Hashes"][:-1]}]

    verdicts = judge(questions)

    assert verdicts[0::3] == [""] * 14
    assert all(verdicts[1::3])
    assert all(verdicts[2::3])


def inclusion(store: Store, proof: LogProof, entry: bytes) -> dict[str, Any]:
    """Ask about an inclusion proof."""
    return {
        "Kind": "inclusion",
        "Vkey": str(store.log_key.public),
        "Checkpoint": written(proof.checkpoint),
        "Index": proof.index,
        "Entry": written(entry),
        "Hashes": [written(one) for one in proof.hashes],
    }


def test_go_checks_our_consistency_proofs(log: Any, judge: Judge) -> None:
    """From every head that the log ever showed to the newest; with a hash altered, Go refuses."""
    store, sequencer, heads = log
    tiles, newest = sequencer._publisher.standing
    questions = []
    for size, head in heads:
        hashes = [written(one) for one in tiles.consistency_proof(size)]
        asked = {
            "Kind": "consistency",
            "Vkey": str(store.log_key.public),
            "Checkpoint": written(newest),
            "Earlier": written(head),
            "Hashes": hashes,
        }
        questions += [asked, asked | {"Hashes": [*hashes, written(bytes(32))]}]

    verdicts = judge(questions)

    assert verdicts[0::2] == [""] * len(heads)
    assert all(verdicts[1::2])


def test_torchwood_checks_our_cosignatures_and_proofs(log: Any, judge: Judge, tmp_path: Path) -> None:
    """A checkpoint that our witness cosigned holds for torchwood, and so does a tlog-proof under a policy."""
    store, sequencer, _ = log
    key = SecretKey("witness.cremona.example", KeyKind.COSIGNATURE, bytes([3]) * 32)
    clock = FixedClock(datetime(2026, 6, 9, tzinfo=UTC))
    witness = Witness([key], [store.log_key.public], WitnessMemory(tmp_path / "memory.db"), clock)
    proof = sequencer.prove(613)
    asked = Request("POST", "add-checkpoint", {}, AddCheckpoint(0, (), proof.checkpoint).to_bytes())
    line = parse_signature_line(witness.answer(asked).body.decode().strip())
    # torchwood reads Ed25519 keys only: the archive's signature, which it must pass over, stays on the note.
    cosigned = parse_note(proof.checkpoint).with_signatures((line,)).to_bytes()
    policy = f"log {store.log_key.public}\nwitness c {key.public}\nquorum c\n".encode()
    whole = LogProof(proof.index, proof.hashes, cosigned, b"extra")
    alone = LogProof(proof.index, proof.hashes, proof.checkpoint)
    altered = Note(parse_note(cosigned).text.replace("700", "701"), parse_note(cosigned).signatures).to_bytes()
    ask_proof = {"Kind": "proof", "Policy": written(policy), "Entry": written(ENTRIES[613])}

    verdicts = judge(
        [
            {"Kind": "cosignature", "Vkey": str(key.public), "Checkpoint": written(cosigned)},
            {"Kind": "cosignature", "Vkey": str(key.public), "Checkpoint": written(altered)},
            ask_proof | {"Proof": written(whole.to_bytes())},
            ask_proof | {"Proof": written(whole.to_bytes()), "Entry": written(b"another")},
            ask_proof | {"Proof": written(alone.to_bytes())},
        ]
    )

    assert [verdict == "" for verdict in verdicts] == [True, False, True, False, False]


def test_go_checks_our_post_quantum_signatures(log: Any, judge: Judge, tmp_path: Path) -> None:
    """ML-DSA-44 by the log and by a witness, on every head; another key, head, time or signature is refused."""
    store, sequencer, heads = log
    archive, ours = str(store.archive_key.public), parse_note(sequencer.checkpoint)
    key = SecretKey("witness.cremona.example", KeyKind.COSIGNATURE_ML_DSA, bytes([5]) * 32)
    clock = FixedClock(datetime(2026, 6, 9, tzinfo=UTC))
    witness = Witness([key], [store.log_key.public], WitnessMemory(tmp_path / "memory.db"), clock)
    asked = Request("POST", "add-checkpoint", {}, AddCheckpoint(0, (), sequencer.checkpoint).to_bytes())
    line = parse_signature_line(witness.answer(asked).body.decode().strip())
    cosigned = ours.with_signatures((line,))
    wrong_time = replace(line, signature=bytes(7) + b"\x01" + line.signature[8:])
    wrong_end = replace(line, signature=line.signature[:-1] + bytes([line.signature[-1] ^ 1]))
    stranger = replace(key, seed=bytes([6]) * 32)
    altered = Note(cosigned.text.replace("700", "701"), cosigned.signatures)

    verdicts = judge(
        [{"Kind": "mldsa", "Vkey": archive, "Checkpoint": written(head)} for _, head in heads]
        + [
            {"Kind": "mldsa", "Vkey": str(one.public), "Checkpoint": written(note.to_bytes())}
            for one, note in (
                (key, cosigned),
                (stranger, cosigned),
                (key, altered),
                (key, ours.with_signatures((wrong_time,))),
                (key, ours.with_signatures((wrong_end,))),
            )
        ]
    )

    assert verdicts[: len(heads) + 1] == [""] * (len(heads) + 1)
    assert all(verdicts[len(heads) + 1 :])
