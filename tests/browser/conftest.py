"""A real city, served on loopback, and a real browser to walk through it."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from tests.browser.drivers import Visitor

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("MANTO_CHROMIUM") or shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PALAZZO_DUCALE = {"latitude": 45.1604, "longitude": 10.7985, "accuracy": 12}
READY_WITHIN_S = 120
TIMEOUT_MS = 30_000
expect.set_options(timeout=TIMEOUT_MS)  # how busy the machine is never decides a test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser; the stories of one file share a city, in one process and in their order.

    A story that falls is told once more, and the run's last lines name it: a race is mended, but stops nobody's landing.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
            item.add_marker(pytest.mark.flaky(reruns=1))


class City:
    """A city that is served by the program itself."""

    def __init__(self, home: Path, city: str = "mantova", **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.home = home
        home.mkdir(exist_ok=True)
        self._log = home / "server.log"
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "manto.web.settings",
            "MANTO_HOME": str(home),
            "MANTO_CITY": city,
            "MANTO_DEMO": "1",
            "MANTO_WRITER": "group",
            "MANTO_PUBLIC_URL": self.url,
            "MANTO_DATABASE_URL": "",
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The variables under which the program serves this city."""
        return dict(self._environment)

    def start(self) -> None:
        """Serve, and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "manto.cli", "up", "--port", str(self.port), "--people", "1000"],
                env=self._environment,
                stdout=log,
                stderr=log,
                cwd=ROOT,
            )
        until = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < until:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/ready", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        self.kill()
        pytest.fail(f"The city did not come up:\n{self.said()}")

    def stop(self) -> None:
        """Stop as the operator does, with everything put away."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(READY_WITHIN_S)

    def kill(self) -> None:
        """Stop at once, as a power cut would."""
        if self._process is not None:
            subprocess.run(["pkill", "-KILL", "-P", str(self._process.pid)], check=False)
            self._process.kill()
            self._process.wait()

    def said(self) -> str:
        """Give what the server wrote."""
        return self._log.read_text()[-4000:]


Serve = Callable[..., AbstractContextManager[City]]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Give a way to serve a city that nobody has touched yet: brought up once in a run, laid out anew for each."""
    if not (ROOT / "web" / "dist" / "index.html").is_file():
        pytest.fail("The app is not built: run make build.")
    base = tmp_path_factory.getbasetemp()
    once = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "brought-up"
    once.mkdir(exist_ok=True)

    @contextmanager
    def serve(name: str = "mantova", **settings: str) -> Iterator[City]:
        home = tmp_path_factory.mktemp(name)
        shutil.copytree(_brought_up(once, name), home, dirs_exist_ok=True)
        city = City(home, name, **settings)
        try:
            city.start()
            yield city
        finally:
            city.kill()

    return serve


def _brought_up(once: Path, name: str) -> Path:
    """Give the folder of a city that has started once, made by whichever process needs it first."""
    with (once / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (once / name).exists():
            first = City(once / f"{name}.half", name)
            first.start()
            first.stop()
            first.home.rename(once / name)
    return once / name


@pytest.fixture(scope="module")
def city(served: Serve) -> Iterator[City]:
    """Serve Mantua with its demo people."""
    with served() as city:
        yield city


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: sudo apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def _visitor(browser: Browser, city: City, **options: Any) -> Iterator[Visitor]:
    usual = {
        "base_url": city.url,
        "locale": "en-GB",
        "timezone_id": "Europe/Rome",
        "geolocation": PALAZZO_DUCALE,
        "permissions": ["geolocation"],
        "service_workers": "block",
    }
    context = browser.new_context(**{**usual, **options})
    context.set_default_timeout(TIMEOUT_MS)
    visitor = Visitor(context, city.url)
    try:
        yield visitor
        visitor.expect_no_errors()
    finally:
        context.close()


def phone(browser: Browser, city: City, **options: Any) -> AbstractContextManager[Visitor]:
    """Give somebody with a phone of 390 by 844 points."""
    return _visitor(browser, city, **{"viewport": {"width": 390, "height": 844}, "has_touch": True, **options})


def screen(browser: Browser, city: City, **options: Any) -> AbstractContextManager[Visitor]:
    """Give somebody at a screen of 1280 by 800 points."""
    return _visitor(browser, city, **{"viewport": {"width": 1280, "height": 800}, **options})


@pytest.fixture
def on_a_phone(browser: Browser, city: City) -> Iterator[Visitor]:
    """Somebody with a phone."""
    with phone(browser, city) as visitor:
        yield visitor


@pytest.fixture
def at_a_desk(browser: Browser, city: City) -> Iterator[Visitor]:
    """Somebody at a screen."""
    with screen(browser, city) as visitor:
        yield visitor
