"""A city that the program itself serves, for tests that look at it from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

READY_WITHIN_S = 120


class Served:
    """A city that the program itself serves, in a process group of its own."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}/api/v1"
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "manto.web.settings",
            "MANTO_HOME": str(home),
            "MANTO_DEMO": "1",
            "MANTO_WRITER": "group",
            "MANTO_DATABASE_URL": "",
            "MANTO_LOG_LEVEL": "ERROR",
        }

    def start(self) -> None:
        """Serve, and wait until it answers."""
        command = [sys.executable, "-m", "manto.cli", "up", "--port", str(self.port), "--people", "1000"]
        self._process = subprocess.Popen(
            command, env=self._environment, start_new_session=True, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://localhost:{self.port}/ready", timeout=2).close()
                return
            except OSError:
                time.sleep(0.1)
        self.kill()
        pytest.fail("The city did not come up.")

    def kill(self) -> None:
        """Stop all its processes at once, as a power cut would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
