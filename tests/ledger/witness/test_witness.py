"""Witnesses: what one cosigns, what it refuses, and how a log that went back learns that it must stop."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manto.kernel.clock import FixedClock
from manto.kernel.errors import NotFound, Unavailable
from manto.ledger.log import merkle
from manto.ledger.log.checkpoints import (
    Checkpoint,
    check_signatures,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from manto.ledger.log.errors import LogHalted, MalformedNote, StoreDamaged, TreeForked, TreeWentBack
from manto.ledger.log.keys import KeyKind, SecretKey
from manto.ledger.log.notes import Note, parse_note
from manto.ledger.log.serving import Answer, Request, Server
from manto.ledger.sequencer.embedded import EmbeddedSequencer, Limits
from manto.ledger.sequencer.store import Store, init_store, open_store
from manto.ledger.witness.asking import Witnesses
from manto.ledger.witness.memory import WitnessMemory
from manto.ledger.witness.message import AddCheckpoint, parse_add_checkpoint
from manto.ledger.witness.witness import Witness

ORIGIN = "ledger.mantova.example"
LOG = SecretKey(ORIGIN, KeyKind.NOTE, bytes(32))
KEYS = [
    SecretKey("witness.cremona.example", KeyKind.COSIGNATURE, bytes([1]) * 32),
    SecretKey("witness.cremona.example", KeyKind.COSIGNATURE_ML_DSA, bytes([2]) * 32),
]
LEAVES = [merkle.leaf_hash(bytes([i])) for i in range(40)]
OTHER_LEAVES = [*LEAVES[:5], *(merkle.leaf_hash(b"other %d" % i) for i in range(35))]
FAST = Limits(block_interval_ms=1, retry_ms=5)


class Scene:
    """A witness that knows one log."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "witness.db"
        self.clock = FixedClock(datetime(2026, 6, 9, tzinfo=UTC))
        self.memory = WitnessMemory(self.path)
        self.witness = Witness(KEYS, [LOG.public], self.memory, self.clock)

    def show(
        self, old: int, new: int, leaves: list[bytes] | None = None, proof_of: list[bytes] | None = None
    ) -> Answer:
        """Show the witness a tree of these leaves with a proof from an older one."""
        leaves = leaves or LEAVES
        proof = proof_between(old, new, proof_of or leaves) if old <= new else []
        return self.send(AddCheckpoint(old, tuple(proof), signed(head_of(new, leaves))))

    def send(self, message: AddCheckpoint) -> Answer:
        """Send a request as over HTTP."""
        return self.witness.answer(Request("POST", "add-checkpoint", {}, message.to_bytes()))


def head_of(size: int, leaves: list[bytes]) -> Checkpoint:
    """Give the head of a tree."""
    return Checkpoint(ORIGIN, size, merkle.root_of(leaves[:size]))


def signed(head: Checkpoint, key: SecretKey = LOG) -> bytes:
    """Sign a head as the log."""
    return Note(head.text, (sign_checkpoint(head, key, 0),)).to_bytes()


def proof_between(old: int, new: int, leaves: list[bytes]) -> list[bytes]:
    """Prove that the tree grew."""
    return merkle.consistency_proof(old, new, lambda h, i: merkle.root_of(leaves[i << h : (i + 1) << h]))


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """Give a witness."""
    scene = Scene(tmp_path)
    yield scene
    scene.memory.close()


def test_growth_is_cosigned_in_both_forms(scene: Scene) -> None:
    """From nothing, then larger, then the same again: each is cosigned with Ed25519 and ML-DSA-44."""
    for old, new in [(0, 7), (7, 20), (20, 20), (20, 40)]:
        answer = scene.show(old, new)

        note = parse_note(signed(head_of(new, LEAVES)) + answer.body)
        held = check_signatures(note, head_of(new, LEAVES), [key.public for key in KEYS])
        assert answer.status == 200
        assert {one.key.kind for one in held} == {KeyKind.COSIGNATURE, KeyKind.COSIGNATURE_ML_DSA}


def test_another_old_size_is_told_the_size_seen(scene: Scene) -> None:
    """The log asks again from there."""
    scene.show(0, 7)

    answer = scene.show(0, 20)

    assert (answer.status, answer.body, answer.content_type) == (409, b"7\n", "text/x.tlog.size")


def test_a_smaller_tree_is_never_cosigned(scene: Scene) -> None:
    """A roll-back is refused whatever the log says it started from."""
    scene.show(0, 20)

    statuses = [scene.show(old, 10).status for old in (0, 10)]
    beyond = scene.show(20, 10)

    assert statuses == [409, 409]
    assert beyond.status == 400


def test_another_tree_is_never_cosigned_and_kept_as_evidence(scene: Scene) -> None:
    """Two roots for one size, and a tree that does not begin with the one seen: refused, and kept."""
    scene.show(0, 20)

    same_size = scene.show(20, 20, OTHER_LEAVES)
    larger = scene.show(20, 30, OTHER_LEAVES)
    false_proof = scene.show(20, 30, OTHER_LEAVES, proof_of=LEAVES)

    assert [same_size.status, larger.status, false_proof.status] == [409, 422, 422]
    assert same_size.body == b"20\n"
    why_kept = [(why, parse_checkpoint(parse_note(shown).text).size) for _, why, _, shown in scene.memory.evidence()]
    assert why_kept == [("two roots for one size", 20), ("no proof that it grew", 30)]


def test_strangers_are_refused(scene: Scene) -> None:
    """A log that is not known, a key that is not trusted, a path that is not served."""
    stranger = SecretKey("ledger.elsewhere.example", KeyKind.NOTE, bytes([9]) * 32)
    elsewhere = Checkpoint(stranger.name, 1, LEAVES[0])
    impostor = SecretKey(ORIGIN, KeyKind.NOTE, bytes([9]) * 32)

    forbidden = scene.send(AddCheckpoint(0, (), signed(head_of(3, LEAVES), impostor)))

    assert forbidden.status == 403
    with pytest.raises(NotFound):
        scene.send(AddCheckpoint(0, (), signed(elsewhere, stranger)))
    with pytest.raises(NotFound):
        scene.witness.answer(Request("GET", "add-checkpoint"))


@given(st.binary(max_size=300))
def test_no_bytes_make_the_request_reader_fail_otherwise(data: bytes) -> None:
    """Fuzz: a request is read and written back unchanged, or refused by name."""
    for given_bytes in (data, b"old 3\n" + data, b"old 3\n\n" + data):
        try:
            message = parse_add_checkpoint(given_bytes)
        except MalformedNote:
            continue
        assert message.to_bytes() == given_bytes


def test_it_remembers_across_restarts_and_its_time_never_goes_back(scene: Scene, tmp_path: Path) -> None:
    """A witness that starts again with a wrong clock is the same witness."""
    first = scene.show(0, 20)
    scene.memory.close()
    scene.clock.advance(timedelta(days=-3))
    scene.memory = WitnessMemory(scene.path)
    scene.witness = Witness(KEYS, [LOG.public], scene.memory, scene.clock)

    second = scene.show(20, 20)

    times = []
    for answer in (first, second):
        note = parse_note(signed(head_of(20, LEAVES)) + answer.body)
        times.append(check_signatures(note, head_of(20, LEAVES), [KEYS[0].public])[0].at_s)
    assert times[0] == times[1]
    assert scene.show(0, 30).body == b"20\n"


@pytest.mark.parametrize("column", ["size", "root", "at_s", "checkpoint"])
def test_damaged_memory_is_noticed(scene: Scene, column: str) -> None:
    """A witness whose memory is not what it wrote signs nothing."""
    scene.show(0, 20)
    value = {"size": "7", "root": "x'00'", "at_s": "1", "checkpoint": "x'00'"}[column]
    scene.memory._database.execute(f"UPDATE seen SET {column} = {value}")  # noqa: S608

    with pytest.raises(StoreDamaged):
        scene.show(20, 30)


def test_many_requests_at_once_never_pass_each_other(scene: Scene) -> None:
    """Whatever order racing requests are judged in, the sizes cosigned only rise."""
    answers: list[tuple[int, Answer]] = []

    def grow_to(size: int) -> None:
        for old in range(0, size, 3):
            answers.append((size, scene.show(old, size)))

    threads = [threading.Thread(target=grow_to, args=(size,)) for size in (6, 9, 12, 15, 18, 21, 24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [(_, size, _)] = scene.memory.all_seen()
    assert size == max(size for size, answer in answers if answer.status == 200)
    assert scene.memory.evidence() == []


@contextmanager
def serving(scene: Scene) -> Iterator[Server]:
    """Serve a witness on this machine."""
    server = Server("127.0.0.1", 0, scene.witness.answer, 200_000)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def log_with_witness(folder: Path, scene: Scene, url: str) -> Store:
    """Make a log whose policy asks for the witness, and make the witness know it."""
    lines = "".join(f"witness W{i} {key.public} {url}\n" for i, key in enumerate(KEYS))
    store = init_store(folder / "log", "ledger.cremona.example", f"{lines}group both all W0 W1\nquorum both\n")
    scene.witness.logs = [LOG.public, store.log_key.public]
    return store


def append(store: Store, *entries: bytes) -> None:
    """Open the log, append, and close it."""
    with EmbeddedSequencer(store, cosigners=Witnesses(store.policy, 5), limits=FAST) as log:
        for entry in entries:
            log.wait_until_final(log.submit([entry]).submission, 10)


def test_a_log_has_its_checkpoints_cosigned(scene: Scene, tmp_path: Path) -> None:
    """Over HTTP, from the first entry on and after a restart of either, the quorum is there."""
    with serving(scene) as server:
        store = log_with_witness(tmp_path, scene, server.url)
        append(store, b"one", b"two")
        append(store, b"three")

        opened, held = store.policy.open((store.public / "checkpoint").read_bytes())

    assert opened.checkpoint.size == 3
    assert len(held) == 2


def test_a_silent_witness_does_not_stop_the_log(scene: Scene, tmp_path: Path) -> None:
    """The log goes on; its checkpoint then lacks the quorum, which is for the checker to judge. It catches up later."""
    with serving(scene) as server:
        store = log_with_witness(tmp_path, scene, server.url)
        append(store, b"one")
        port = server.server_address[1]
    append(store, b"two")
    alone = open_checkpoint((store.public / "checkpoint").read_bytes(), [store.log_key.public])
    again = Server("127.0.0.1", int(port), scene.witness.answer, 200_000)
    threading.Thread(target=again.serve_forever, daemon=True).start()
    append(store, b"three")
    again.shutdown()
    again.server_close()

    opened, held = store.policy.open((store.public / "checkpoint").read_bytes())

    assert alone.checkpoint.size == 2
    assert opened.checkpoint.size == 3
    assert len(held) == 2


def test_a_restored_backup_is_found_out_before_it_promises_anything(scene: Scene, tmp_path: Path) -> None:
    """The whole store set back to yesterday looks right to itself; the witness knows better, and the log stops."""
    with serving(scene) as server:
        store = log_with_witness(tmp_path, scene, server.url)
        append(store, b"one")
        shutil.copytree(store.root, tmp_path / "backup")
        append(store, b"two")

        with pytest.raises(TreeWentBack, match="has seen 2 entries"):
            append(open_store(tmp_path / "backup"), b"a second history")

    assert (
        open_checkpoint((tmp_path / "backup/public/checkpoint").read_bytes(), [store.log_key.public]).checkpoint.size
        == 1
    )


def test_a_fork_is_found_out_at_the_next_checkpoint(scene: Scene, tmp_path: Path) -> None:
    """Two copies that both go on: the one that the witness has not followed stops, and its callers are told."""
    with serving(scene) as server:
        store = log_with_witness(tmp_path, scene, server.url)
        append(store, b"one")
        shutil.copytree(store.root, tmp_path / "fork")
        fork = open_store(tmp_path / "fork")
        with EmbeddedSequencer(fork, cosigners=Witnesses(fork.policy, 5), limits=FAST) as forked:
            append(store, b"two", b"three")
            promise = forked.submit([b"not two", b"not three"])
            with pytest.raises(LogHalted, match="has stopped"):
                forked.wait_until_final(promise.submission, 10)
            with pytest.raises(Unavailable, match="restored backup or a second history"):
                forked.submit([b"more"])

        with pytest.raises(TreeForked):
            append(fork)
    assert [why for _, why, _, _ in scene.memory.evidence()] == ["two roots for one size"]


def test_a_witness_that_answers_nonsense_gives_no_signature(tmp_path: Path, scene: Scene) -> None:
    """Nonsense, another's key, a false signature: none of it enters the checkpoint, and the log goes on."""
    honest = scene.witness.answer
    other = SecretKey("witness.cremona.example", KeyKind.COSIGNATURE, bytes([7]) * 32)
    line = str(sign_checkpoint(head_of(3, LEAVES), other, 5)).encode()
    false = str(sign_checkpoint(head_of(3, LEAVES), KEYS[0], 5)).encode()
    answers: Sequence[Answer] = [Answer(b"\xff"), Answer(line), Answer(false), Answer(b"", 500), Answer(b"x", 409)]
    with serving(scene) as server:
        store = log_with_witness(tmp_path, scene, server.url)
        for number, answer in enumerate(answers):
            server.answer = lambda _, answer=answer: answer
            append(store, b"entry %d" % number)
            signers = open_checkpoint(
                (store.public / "checkpoint").read_bytes(), [store.log_key.public]
            ).note.signatures
            assert {line.name for line in signers} == {store.origin}
        server.answer = honest
        append(store)

        store.policy.open((store.public / "checkpoint").read_bytes())


def test_a_witness_that_never_answers_holds_up_one_block_only(scene: Scene, tmp_path: Path) -> None:
    """It is given its time once; then the log goes on without it for a while, and says who is silent."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        store = log_with_witness(tmp_path, scene, url)
        witnesses = Witnesses(store.policy, timeout_s=1)
        begun = time.monotonic()
        with EmbeddedSequencer(store, cosigners=witnesses, limits=FAST) as log:
            for i in range(5):
                log.wait_until_final(log.submit([b"%d" % i]).submission, 10)
        lasted_s = time.monotonic() - begun

    assert 1 <= lasted_s < 4
    assert "did not answer" in witnesses.silent[url]


def test_a_quiet_log_is_witnessed_again(scene: Scene, tmp_path: Path) -> None:
    """Nothing is entered, and yet the witnesses' time moves on: a proof can say that it is true as of just now."""
    limits = Limits(block_interval_ms=1, witness_again_ms=20)
    with serving(scene) as server:
        store = log_with_witness(tmp_path, scene, server.url)
        with EmbeddedSequencer(store, cosigners=Witnesses(store.policy, 5), limits=limits) as log:
            log.wait_until_final(log.submit([b"one"]).submission, 10)
            before = max(one.at_s or 0 for one in store.policy.open(log.checkpoint)[1])
            scene.clock.advance(timedelta(hours=1))
            for _ in range(500):
                after = max(one.at_s or 0 for one in store.policy.open(log.checkpoint)[1])
                if after > before:
                    break
                time.sleep(0.01)

    assert after == before + 3600
    assert log.size == 1
