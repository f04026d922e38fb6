"""A city that is killed at any moment loses nothing that it acknowledged, and tells everything once."""

import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections import defaultdict
from pathlib import Path

import pytest

APPENDER = Path(__file__).with_name("appender.py")
KILLS = 30


@pytest.mark.process
@pytest.mark.sqlite
def test_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Thirty kills at random moments under writes from eight threads, then a count of what is there."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "alone",
        "PYTHONPATH": str(APPENDER.parent),
        "MANTO_HOME": str(tmp_path),
    }
    _run(environment, "-m", "django", "migrate", "-v", "0")
    moments = random.Random(20260609)
    acknowledged: dict[str, set[int]] = defaultdict(set)

    for kill in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, APPENDER, str(kill * 1_000_000)], env=environment, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        lines = [process.stdout.readline()]  # it works before it is killed
        timer = _kill_after(process, moments.uniform(0, 0.4))
        lines += process.stdout.readlines()
        timer.join()
        process.wait()
        for line in lines:
            if line.endswith(b"\n"):
                subject, number = line.decode().split()
                acknowledged[subject].add(int(number))
    _run(environment, APPENDER, "drain")

    written, heard = (
        _events(tmp_path / "manto.sqlite3", "test.counted"),
        _events(tmp_path / "manto.sqlite3", "test.heard"),
    )
    assert sum(map(len, acknowledged.values())) > 8 * KILLS
    for subject, numbers in acknowledged.items():
        assert numbers <= set(written[subject]), f"lost: {sorted(numbers - set(written[subject]))[:5]}"
    assert written == heard  # each once, and in order for each subject


def _kill_after(process: subprocess.Popen[bytes], seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    return timer


def _run(environment: dict[str, str], *arguments: object) -> None:
    subprocess.run([sys.executable, *map(str, arguments)], env=environment, check=True)


def _events(database: Path, name: str) -> dict[str, list[int]]:
    events: dict[str, list[int]] = defaultdict(list)
    with sqlite3.connect(database) as connection:
        for subject, number in connection.execute(
            "select subject, json_extract(payload, '$.number') from store_outboxevent where name = ? order by sequence",
            [name],
        ):
            events[subject].append(number)
    return dict(events)
