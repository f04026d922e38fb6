"""kill -9 at random under load, and before every step on the disk: nothing acknowledged is lost, nothing goes back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from log_under_test import LogUnderTest

pytestmark = pytest.mark.process
ROUNDS = Path(__file__).with_name("kill_rounds.py")
KILLS = 200


def killed(log: LogUnderTest, *words: str) -> dict[str, Any]:
    """Run the rounds; then open the log once more and check all that was ever promised."""
    log.open().close()
    run = subprocess.run([sys.executable, ROUNDS, log.store.root, *words], capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr[-2000:]
    told: dict[str, Any] = json.loads(run.stdout)
    log.promised = {number: [entry.encode() for entry in entries] for number, entries in told["acknowledged"]}
    with log.open() as sequencer:
        log.check_everything(sequencer)
    return told


def test_two_hundred_kills_under_load_lose_nothing(tmp_path: Path) -> None:
    """At random instants, while three threads append: each acknowledged entry is in the tree, which only grew."""
    log = LogUnderTest(tmp_path / "log")

    told = killed(log, str(KILLS), "20261122")

    assert told["kills"] >= KILLS
    assert told["torn"] > 0  # some kills did come in the middle of writing a file
    assert len(told["heads"]) > KILLS / 4  # and the log did get on in between
    assert len(log.promised) > KILLS


def test_a_kill_before_every_step_on_the_disk_loses_nothing(tmp_path: Path) -> None:
    """Reading, making folders, writing half a file, renaming, syncing: whichever step is the last one."""
    log = LogUnderTest(tmp_path / "log")

    told = killed(log, "steps")

    assert told["kills"] > 30
