"""Proofs checked in a real browser: the vectors that Python and Node judge, judged by Chromium as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.verifier_page import verifier_page

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "ledger"


def vectors(name: str) -> Any:
    """Read shared vectors."""
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Give a page with the verifier."""
    with verifier_page() as url:
        page = browser.new_page()
        page.goto(url)
        yield page
        page.close()


def test_every_signature_is_judged_by_the_one_rule(page: Page) -> None:
    """On every edge case noble and the browser's own Ed25519, behind the rule's conditions, say what libsodium says."""
    cases = vectors("ed25519")

    answers = page.evaluate("async (cases) => (await import('/judge.js')).signatures(cases)", cases)

    assert answers == [[case["accepted"], case["accepted"]] for case in cases]


def test_every_bundle_is_judged_alike_plainly_and_swiftly(page: Page) -> None:
    """What holds, what is no longer valid, and what is refused, by its name."""
    given = vectors("bundles")
    expected = [
        f"{str(case['valid']).lower()} {case['as_of_s']}" if case["holds"] else case["error"] for case in given["cases"]
    ]

    answers = page.evaluate(
        "async ([policy, cases]) => (await import('/judge.js')).bundles(policy, cases)",
        [given["policy"], given["cases"]],
    )

    assert answers == [[one, one] for one in expected]


def test_this_browsers_own_ed25519_is_asked(page: Page) -> None:
    """Chromium has Ed25519 and keeps the rule, so the swift check is the swift one here."""
    assert page.evaluate("async () => (await import('/judge.js')).asksWebCrypto()") is True
