"""A node that is killed at any moment keeps every promise, and its state follows from its log."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_records_ledger import Desk
from typer.testing import CliRunner

from manto.cli.main import app
from manto.ledger.bundle import verify_bundle

KILLS = 6


@pytest.mark.process
def test_nothing_promised_is_lost_and_every_root_follows(tmp_path: Path) -> None:
    """Killed six times in the middle of filing: every promised title stands, is provable, and the replay agrees."""
    folder, draw = tmp_path / "ledger", random.Random(20261122)
    desk = Desk(folder)
    desk.found()
    desk.ledger.close()
    promised = list[str]()
    for attempt in range(KILLS):
        filing = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "filing_until_killed.py"), str(folder), str(attempt)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={"PYTHONPATH": str(Path(__file__).parent)},
        )  # fmt: skip
        assert filing.stdout is not None
        assert filing.stdout.readline() == "open\n"
        time.sleep(draw.uniform(0.05, 0.8))
        filing.kill()
        promised += filing.stdout.read().rpartition("\n")[0].splitlines()
        filing.wait()

    desk = Desk(folder)
    lost = [record for record in promised if desk.ledger.head(record) is None]
    proofs = [desk.ledger.bundle(record).to_bytes() for record in draw.sample(promised, 10)]
    policy = desk.ledger.policy
    desk.ledger.close()

    assert len(promised) > 3 * KILLS
    assert lost == []
    assert all(verify_bundle(proof, policy).is_valid(0) for proof in proofs)
    assert CliRunner().invoke(app, ["ledger", "replay", str(folder)]).exit_code == 0
