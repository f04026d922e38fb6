"""How long a proof's check takes in a real browser, plainly (noble alone) and swiftly (with the browser's own Ed25519).

    python bench/ledger_browser.py [--rounds 60]

Beside it the same check in Python, in the same run. The aim is 5 ms. Chromium is found as the tests find it.
"""

from __future__ import annotations

import argparse
import json
import sys
from base64 import b64decode
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from manto.ledger.bundle import verify_bundle
from manto.ledger.log.policy import parse_policy

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import CHROMIUM, FLAGS  # noqa: E402
from tests.browser.verifier_page import verifier_page  # noqa: E402

TIMES = "async ([policy, bundle, rounds]) => (await import('/judge.js')).times(policy, bundle, rounds)"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=60)
    rounds = options.parse_args().rounds
    if not CHROMIUM:
        print("Not measured: the check in a browser, for Chromium is not installed.")
        return
    given = json.loads((ROOT / "tests/vectors/ledger/bundles.json").read_text(encoding="utf-8"))
    policy = parse_policy(given["policy"].encode())
    table = Table(title="checking one proof, milliseconds: median (least to most)")
    for column in ("bundle", "Python", "browser, plainly", "browser, swiftly", "swiftly / Python"):
        table.add_column(column, justify="left" if column == "bundle" else "right")
    with verifier_page() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(url)
        for case in (given["cases"][0], given["cases"][2]):
            found = page.evaluate(TIMES, [given["policy"], case["bundle"], rounds])
            raw, python = b64decode(case["bundle"]), []
            for _ in range(rounds):
                start = perf_counter()
                verify_bundle(raw, policy)
                python.append(1000 * (perf_counter() - start))
            columns = [python, found["plainly"], found["swiftly"]]
            told = [f"{median(one):.2f} ({min(one):.2f}-{max(one):.2f})" for one in columns]
            table.add_row(case["name"], *told, f"{median(found['swiftly']) / median(python):.1f}")
        browser.close()
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
