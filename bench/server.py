"""How soon the city is up and how much it reads, on SQLite and on PostgreSQL, beside a bare Django view.

    python bench/server.py [--seconds 20] [--people 50000] [--runs 3]

Start-up is from the command to the first answer of /ready, with everything set up. The load is wrk with 32 connections
on this machine's own cores. Public pages (the city, Today, places near by, a place, events) are read signed out;
signed-in pages (session, Today, me, facts, who looked, consents) as a resident; mixed is one of each in turn;
Today is hers alone, once as the city orders it and once as the pool from which her phone does, which is what the app
asks for. The peer is a view that answers a fixed text through the same server, measured in the same run: the ratio says
what share of the framework's own speed is left when the city does its work. CPU is what the server's processes used per
request.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import NamedTuple

LUA = """
local paths = {%s}
local cookies = {%s}
local n = 0
request = function()
  n = n + 1
  local i = n %% #paths + 1
  if cookies[i] == "" then return wrk.format("GET", paths[i]) end
  return wrk.format("GET", paths[i], {["Cookie"] = cookies[i]})
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
SIGNED_IN = [
    "/api/v1/session",
    "/api/v1/offers?near=45.160,10.795",
    "/api/v1/me",
    "/api/v1/me/facts",
    "/api/v1/me/lookups",
    "/api/v1/me/consents",
]
TODAY = "/api/v1/offers?near=45.160,10.795"
POOL = "/api/v1/offers/pool"
BARE = ["/health"]


@contextmanager
def city(home: Path, people: int, database: str) -> Iterator[tuple[str, int, float]]:
    """Serve the demo city; give its address, its process and the seconds until it answered."""
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
        yield url, server.pid, time.perf_counter() - started
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


def cpu_seconds(server: int) -> float:
    """Say how much CPU the server's processes have used; 0 where the kernel does not tell."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            process, rest = stat.parent.name, stat.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has just ended
            continue
        if str(server) in (process, rest[1]):
            ticks += int(rest[11]) + int(rest[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Load(NamedTuple):
    """What a load measured: requests a second, the 99th percentile and CPU per request in milliseconds, and errors."""

    rate: float
    p99_ms: float
    cpu_ms: float
    errors: int


def load(url: str, server: int, asked: list[tuple[str, str]], seconds: int) -> Load:
    """Put a load on some addresses, each with its cookie."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % tuple(",".join(f'"{text}"' for text in column) for column in zip(*asked, strict=True)))
        script.flush()
        before = cpu_seconds(server)
        command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", "-s", script.name, url]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(server) - before
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    count = int(re.search(r"(\d+) requests in", said)[1])
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    errors = sum(map(int, re.findall(r"(?:Non-2xx or 3xx responses: |timeout )(\d+)", said)))
    return Load(rate, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit], 1000 * used / count, errors)


def tell(label: str, runs: list[tuple[float, Load]]) -> None:
    """Say what some runs measured, each beside a bare view's requests a second."""
    rates, p99s, cpus, errors = zip(*(run for _, run in runs), strict=True)
    bare = [peer for peer, _ in runs]
    shares = [rate / peer for rate, peer in zip(rates, bare, strict=True)]
    print(
        f"  {label}: {median(rates):,.0f} requests/s ({min(rates):,.0f} to {max(rates):,.0f}), p99 {median(p99s):.0f} ms, "
        f"{median(cpus):.2f} ms of CPU each, {sum(errors)} errors, "
        f"{median(shares):.2f} of a bare view's {median(bare):,.0f}/s"
    )


def measure(name: str, database: str, arguments: argparse.Namespace) -> None:
    """Measure one database."""
    home = Path(tempfile.mkdtemp(prefix="manto-bench-"))
    try:
        with city(home, arguments.people, database) as (_, _, first):
            print(f"  {name}: first start with {arguments.people:,} people {first:.1f} s")
        starts = []
        for _ in range(arguments.runs):
            with city(home, arguments.people, database) as (_, _, again):
                starts.append(again)
        print(f"  {name}: later start {median(starts):.2f} s ({min(starts):.2f} to {max(starts):.2f})")
        with city(home, arguments.people, database) as (url, server, _):
            cookie = session_of_giulia(url)
            public = [(path, "") for path in PUBLIC]
            signed_in = [(path, cookie) for path in SIGNED_IN]
            mixed = [one for pair in zip(cycle(public), signed_in * 4, strict=False) for one in pair]
            for label, asked in (
                ("public pages", public),
                ("signed-in pages", signed_in),
                ("mixed", mixed),
                ("Today", [(TODAY, cookie)]),
                ("Today's pool", [(POOL, cookie)]),
            ):
                load(url, server, asked, 2)
                runs = []
                for _ in range(arguments.runs):
                    bare = load(url, server, [(path, "") for path in BARE], 3)
                    runs.append((bare.rate, load(url, server, asked, arguments.seconds)))
                tell(f"{name}, {label}", runs)
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
