"""What a person does with the app. Stories speak to this, never to the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Response, expect

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Visitor:
    """Somebody with a browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self._errors: list[str] = []
        self._expected: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        page.on("response", self._watch)

    # given
    def enters_as(self, persona: str) -> Visitor:
        """Step into a persona, by the page that the demo offers for it."""
        self.opens("/personas")
        self.page.get_by_role("button", name=persona).first.click()
        self.page.wait_for_url(lambda url: not url.endswith("/personas"))
        return self

    def speaks(self, language: str) -> Visitor:
        """Ask for pages in a language."""
        self.page.context.set_extra_http_headers({"Accept-Language": language})
        return self

    # when
    def opens(self, path: str) -> Visitor:
        """Go to an address and wait for its heading."""
        self.page.goto(path)
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    def presses(self, name: str, role: str = "button") -> Visitor:
        """Press what is called so."""
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        return self

    def fills(self, label: str, text: str) -> Visitor:
        """Write into a field."""
        self.page.get_by_label(label).first.fill(text)
        return self

    # then
    def sees(self, text: str) -> Visitor:
        """Expect a text to be visible."""
        expect(self.page.get_by_text(text).first).to_be_visible()
        return self

    def sees_heading(self, text: str) -> Visitor:
        """Expect a heading."""
        expect(self.page.get_by_role("heading", name=text).first).to_be_visible()
        return self

    def does_not_see(self, text: str) -> Visitor:
        """Expect a text to be absent."""
        expect(self.page.get_by_text(text)).to_have_count(0)
        return self

    def meets_no_barrier(self) -> Visitor:
        """Expect no violation of WCAG 2.2 A and AA that axe can find."""
        self.page.evaluate(AXE.read_text())
        found: dict[str, Any] = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG
        )
        violations = [
            {"rule": one["id"], "help": one["help"], "where": [node["target"] for node in one["nodes"]][:4]}
            for one in found["violations"]
        ]
        assert violations == [], json.dumps(violations, indent=1)
        return self

    def has_no_sideways_scroll(self) -> Visitor:
        """Expect everything to fit the width."""
        inner, scroll = self.page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
        assert scroll <= inner, f"{self.page.url}: {scroll} px of content in {inner} px"
        return self

    def expects_refusal(self, path: str) -> Visitor:
        """Say that the answer to an address may be a refusal."""
        self._expected.append(path)
        return self

    def expect_no_errors(self) -> None:
        """Fail when the page broke or the server did."""
        assert self._errors == []

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._errors.append(message.text)

    def _watch(self, response: Response) -> None:
        # Signed-out pages ask allauth who is here; 401 is its way of saying nobody.
        nobody_here = "/_allauth/" in response.url and response.status == 401
        if response.status >= 400 and not nobody_here and not any(path in response.url for path in self._expected):
            self._errors.append(f"{response.status} {response.url}")
