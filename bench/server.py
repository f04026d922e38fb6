"""How soon the city is up and how much it reads, on SQLite and on PostgreSQL, beside a bare Django view.

    python bench/server.py [--seconds 20] [--people 50000] [--runs 3]

Start-up is from the command to the first answer of /ready, with everything set up. The mixed read load is wrk with 32
connections on this machine's own cores: the city, Today, places near by, a place, events, and a resident's own facts.
The peer is a Django view that answers a fixed text through the same server, measured in the same run: the ratio says
what share of the framework's own speed is left when the city does its work.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LUA = """
local paths = {%s}
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", paths[n %% #paths + 1])
end
"""
PUBLIC = [
    "/api/v1/city",
    "/api/v1/offers?near=45.160,10.795",
    "/api/v1/offers",
    "/api/v1/places?near=45.160,10.795&radius_m=800",
    "/api/v1/places?q=farmacia&open_now=true&near=45.155,10.79",
    "/api/v1/places/mantova:palazzo-te",
    "/api/v1/events?near=45.160,10.795",
    "/api/v1/categories",
]
OWN = ["/api/v1/me", "/api/v1/me/facts", "/api/v1/me/lookups", "/api/v1/me/consents"]
BARE = ["/health"]


@contextmanager
def city(home: Path, people: int, database: str) -> Iterator[tuple[str, float]]:
    """Serve the demo city; give its address and the seconds until it answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "MANTO_HOME": str(home),
        "MANTO_DEMO": "1",
        "MANTO_DATABASE_URL": database,
        "MANTO_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "manto.cli", "up", "--port", str(port), "--people", str(people)]
    started = time.perf_counter()
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    url = f"http://localhost:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(f"{url}/ready", timeout=2).close()
                break
            except OSError:
                if server.poll() is not None:
                    raise SystemExit("The city did not come up.") from None
                time.sleep(0.02)
        yield url, time.perf_counter() - started
    finally:
        server.terminate()
        server.wait()


def session_of_giulia(url: str) -> str:
    """Step into a persona; give the cookie."""
    with urllib.request.urlopen(f"{url}/api/v1/session") as answer:
        token = re.search(r"csrftoken=(\w+)", answer.headers["Set-Cookie"])[1]
    request = urllib.request.Request(
        f"{url}/api/v1/personas/giulia/enter",
        method="POST",
        headers={"X-CSRFToken": token, "Cookie": f"csrftoken={token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        cookies = " ".join(answer.headers.get_all("Set-Cookie"))
    return f"sessionid={re.search(r'sessionid=([^;]+)', cookies)[1]}"


def load(url: str, paths: list[str], seconds: int, cookie: str = "") -> tuple[float, float, int]:
    """Put a load on some addresses; give requests a second, the 99th percentile in ms, and errors."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % ",".join(f'"{path}"' for path in paths))
        script.flush()
        command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", "-s", script.name]
        if cookie:
            command += ["-H", f"Cookie: {cookie}"]
        said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    errors = sum(map(int, re.findall(r"(?:Non-2xx or 3xx responses: |timeout )(\d+)", said)))
    return rate, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit], errors


def measure(name: str, database: str, arguments: argparse.Namespace) -> None:
    """Measure one database."""
    home = Path(tempfile.mkdtemp(prefix="manto-bench-"))
    try:
        with city(home, arguments.people, database) as (_, first):
            print(f"  {name}: first start with {arguments.people:,} people {first:.1f} s")
        starts = []
        for _ in range(arguments.runs):
            with city(home, arguments.people, database) as (_, again):
                starts.append(again)
        print(f"  {name}: later start {statistics.median(starts):.2f} s ({min(starts):.2f} to {max(starts):.2f})")
        with city(home, arguments.people, database) as (url, _):
            cookie = session_of_giulia(url)
            for label, paths in (
                ("public reads", PUBLIC),
                ("a resident's own pages", OWN),
                ("both, mixed", PUBLIC + OWN),
            ):
                load(url, paths, 2, cookie)
                runs = [
                    (load(url, BARE, 3)[0], *load(url, paths, arguments.seconds, cookie)) for _ in range(arguments.runs)
                ]
                bare, rates, p99s = ([run[i] for run in runs] for i in range(3))
                errors = sum(run[3] for run in runs)
                shares = [rate / peer for rate, peer in zip(rates, bare, strict=True)]
                print(
                    f"  {name}, {label}: {statistics.median(rates):,.0f} requests/s ({min(rates):,.0f} to {max(rates):,.0f}), "
                    f"p99 {statistics.median(p99s):.0f} ms, {errors} errors, "
                    f"{statistics.median(shares):.2f} of a bare view's {statistics.median(bare):,.0f}/s"
                )
    finally:
        shutil.rmtree(home)


def main() -> None:
    """Measure what is here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not installed: sudo apt install wrk")
    measure("SQLite", "", arguments)
    postgresql = os.environ.get("MANTO_TEST_POSTGRESQL")
    if postgresql:
        measure("PostgreSQL", postgresql, arguments)
    else:
        print("  PostgreSQL is not here: not measured")
    app = Path(__file__).parents[1] / "web"
    if (app / "dist").is_dir():
        size = subprocess.run(["npm", "run", "-s", "size"], cwd=app, capture_output=True, text=True)
        print(f"  {size.stdout.strip().splitlines()[-1]}")


if __name__ == "__main__":
    main()
