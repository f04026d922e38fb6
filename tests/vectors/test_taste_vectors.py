"""The shared vectors of Today's order; `web/src/taste/taste.test.ts` holds the phone to them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.vectors.make_taste import CASES, text

KEPT = Path(__file__).parent / "taste.json"


def test_file_is_what_its_maker_makes() -> None:
    """Nobody mends a number by hand, and a change of the city's order shows here first."""
    assert KEPT.read_text() == text()


def test_the_cases_hold_what_is_hard() -> None:
    """Ties, residents of whom nothing is known, what is due, silence, something new, and a forest that has a say."""
    cases = json.loads(KEPT.read_text())["cases"]
    told = [one["expect"] for one in cases]

    assert len(cases) == CASES >= 300
    assert sum(len(set(one.get("scores", {}).values())) < len(one.get("scores", {})) for one in told) > 15
    assert sum(not one["learned"] for one in told) > 15
    assert sum(0 < len(one["chosen"]) < 4 for one in cases) > 30
    assert sum(any(card[2] for card in one["page"]) for one in told) > 100
    assert sum(any(card[3][0][0] == "due" for card in one["page"] if card[3]) for one in told) > 100
    assert sum(any(chance < 0.01 for chance in one.get("chances", {}).values()) for one in told) > 15
    assert sum("says" in one for one in cases) > 60
