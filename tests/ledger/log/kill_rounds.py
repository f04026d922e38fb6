"""A program that kills a log again and again while it is being fed; run by `test_kills`.

    kill_rounds.py FOLDER ROUNDS SEED     kill at random instants
    kill_rounds.py FOLDER steps           kill before each step that the disk is asked for

Each round forks a child (so that nothing is imported anew), which opens the log and appends from several threads,
writing down each acknowledgement in a pipe. After each kill the public files are checked: the tree has not gone
back, and still holds every tree that was ever shown. It prints one JSON line with all that was acknowledged.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import threading
import time
from pathlib import Path

from faulty_disks import killing

from manto.ledger.log.checkpoints import open_checkpoint
from manto.ledger.log.disk import Disk, FolderSource
from manto.ledger.log.tiles import VerifiedTiles
from manto.ledger.sequencer.embedded import EmbeddedSequencer, Limits
from manto.ledger.sequencer.store import Store, open_store

STEPS_MAX = 120


def feed(store: Store, disk: Disk, acknowledged: int, name: str, count: int) -> None:
    """Append from three threads until killed, or until each has appended so often."""
    log = EmbeddedSequencer(store, disk=disk, limits=Limits(block_interval_ms=1))

    def send(thread: int) -> None:
        for i in range(count):
            entries = [f"{name}.{thread}.{i}.{j}".encode() for j in range(1 + i % 3)]
            promise = log.submit(entries)
            line = json.dumps([promise.submission, [entry.decode() for entry in entries]])
            os.write(acknowledged, f"{line}\n".encode())  # short enough for one whole write into a pipe

    threads = [threading.Thread(target=send, args=(thread,)) for thread in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()


def one_round(
    store: Store, disk: Disk, name: str, count: int, kill_after_s: float | None, *, under_load: bool = False
) -> tuple[bool, list[object]]:
    """Fork a child that feeds the log, kill it, and give whether it was killed and what it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            feed(store, disk, writing, name, count)
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(3)
        os._exit(0)
    os.close(writing)
    if kill_after_s is not None:
        if under_load:
            select.select([reading], [], [], 10)  # the first acknowledgement
        time.sleep(kill_after_s)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        lines = pipe.read().splitlines()
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the child failed by itself"
    return os.WIFSIGNALED(status), [json.loads(line) for line in lines]


def check_public(store: Store, heads: dict[int, bytes]) -> None:
    """Check that the tree has not gone back and still holds every tree that was ever shown."""
    data = (store.public / "checkpoint").read_bytes()
    head = open_checkpoint(data, [store.log_key.public]).checkpoint
    assert head.size >= max(heads), "the tree went back"
    tiles = VerifiedTiles(FolderSource(store.public), head)
    for size, root in heads.items():
        assert tiles.root_at(size) == root, "the tree changed"
    heads[head.size] = head.root


def main() -> None:
    """Run the rounds."""
    store = open_store(Path(sys.argv[1]))
    heads = {0: open_checkpoint((store.public / "checkpoint").read_bytes(), [store.log_key.public]).checkpoint.root}
    acknowledged: list[object] = []
    kills = torn = 0
    if sys.argv[2] == "steps":
        survived = 0
        for step in range(1, STEPS_MAX):
            killed, promised = one_round(store, killing(step), f"s{step}", 3, None)
            acknowledged += promised
            kills += killed
            check_public(store, heads)
            survived = 0 if killed else survived + 1
            if survived == 3:  # there are no more steps than that
                break
    else:
        chance = random.Random(int(sys.argv[3]))
        while kills < int(sys.argv[2]):
            before = set(store.public.rglob(".*.new"))
            # Every third one while the log is being opened, recovery included; the others under load.
            under_load = kills % 3 > 0
            after_s = chance.uniform(0.001, 0.06)
            killed, promised = one_round(store, Disk(), f"r{kills}", 10**6, after_s, under_load=under_load)
            acknowledged += promised
            kills += killed
            torn += bool(set(store.public.rglob(".*.new")) - before)
            check_public(store, heads)
    print(json.dumps({"kills": kills, "torn": torn, "heads": sorted(heads), "acknowledged": acknowledged}))


if __name__ == "__main__":
    main()
