"""What a person does with the app. Stories speak to this, never to the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, expect

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SEEN_FOCUS = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect()
    const drawn = [null, '::after', '::before'].map(part => getComputedStyle(one, part)).some(
        style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none')
    const role = one.getAttribute('role') || {A: 'link', BUTTON: 'button'}[one.tagName] || one.tagName.toLowerCase()
    const own = one.closest('label') || one.nextElementSibling
    const around = own && getComputedStyle(own)
    const near = around && (around.outlineStyle !== 'none' || around.boxShadow !== 'none')
    return {role, text: one.innerText || one.ariaLabel || one.tagName,
            visible: one === document.body || (drawn || near) && box.bottom > 0 && box.top < innerHeight}
}"""
SMALL_TARGETS = """least => [...document.querySelectorAll('button, [role=button], input, select, nav a')]
    .filter(one => one.offsetParent && one.checkVisibility() && !one.classList.contains('visually-hidden'))
    .map(one => {
        const hit = one.closest('label') || one
        hit.scrollIntoView({block: 'center'})
        const box = hit.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2, half = least / 2 - 1
        const hits = [[0, -half], [0, half], [-half, 0], [half, 0]].every(
            ([dx, dy]) => hit.contains(document.elementFromPoint(x + dx, y + dy)))
        return box.width <= 1 || hits ? null : `${one.tagName} ${one.innerText || one.ariaLabel}: ${box.width} x ${box.height}`
    })
    .filter(Boolean)"""
WIDTHS = """() => [innerWidth, Math.max(document.documentElement.scrollWidth,
    ...[...document.querySelectorAll('body *')]
        .filter(one => getComputedStyle(one).position === 'fixed' && one.clientWidth > innerWidth / 2)
        .map(one => one.scrollWidth))]"""
DRAWN_BYTES_MIN = 8_000
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Visitor:
    """Somebody with a browser."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        page = context.new_page()
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

    def unfolds(self, subject: str) -> Visitor:
        """Open what is folded away about a subject."""
        self.page.locator("summary").filter(has_text=subject).first.click()
        return self

    def searches(self, label: str, text: str) -> Visitor:
        """Search, and wait until the answer is there."""
        self.page.get_by_label(label).or_(self.page.get_by_placeholder(label)).first.fill(text)
        return self.settles()

    def follows(self, name: str) -> Visitor:
        """Follow a link, and wait for the page behind it."""
        self.page.get_by_role("link", name=name).first.click()
        return self.settles()

    def follows_first_of(self, text: str) -> Visitor:
        """Follow the first link that holds a text."""
        self.page.get_by_role("link").filter(has_text=text).first.click()
        return self.settles()

    def chooses(self, name: str) -> Visitor:
        """Choose one of several."""
        radio = self.page.get_by_role("radio", name=name).first
        radio.click(force=True)
        expect(radio).to_be_checked()
        return self

    def switches_to(self, face: str) -> Visitor:
        """Switch between list and map."""
        return self.chooses(face).settles()

    def turns_off(self, switch: str) -> Visitor:
        """Turn off the switch of a subject."""
        return self._turns(switch, on=False)

    def turns_on(self, switch: str) -> Visitor:
        """Turn on the switch of a subject."""
        return self._turns(switch, on=True)

    def _turns(self, name: str, *, on: bool) -> Visitor:
        switch = self.page.get_by_role("switch", name=name).or_(self.page.get_by_role("checkbox", name=name)).first
        expect(switch).to_be_checked(checked=not on)
        switch.click(force=True)
        return self

    def downloads(self, button: str, to: Path) -> Path:
        """Press a button and keep the file that comes."""
        with self.page.expect_download() as coming:
            self.presses(button)
        coming.value.save_as(to)
        return to

    def asks(self, path: str) -> Any:
        """Ask the city's API as this visitor."""
        spoken = str(self.page.evaluate("document.documentElement.lang"))
        return self.page.request.get(path, headers={"Accept-Language": spoken}).json()

    def settles(self) -> Visitor:
        """Wait until the page has what it asked for."""
        self.page.wait_for_load_state("networkidle")
        return self

    def goes_offline(self) -> Visitor:
        """Lose the network."""
        self.page.context.set_offline(True)
        return self

    def goes_online(self) -> Visitor:
        """Find the network again."""
        self.page.context.set_offline(False)
        return self

    def waits_for_the_worker(self) -> Visitor:
        """Wait until the app has installed itself."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return self.settles()

    def has_a_fingerprint_reader(self) -> Visitor:
        """Put an authenticator into the browser: the real WebAuthn code, with a key in memory."""
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return self

    def turns_dark(self, dark: bool) -> Visitor:
        """Set the device to its dark colours, or back, and wait until they are drawn."""
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        self.page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        return self

    def doubles_the_letters(self) -> Visitor:
        """Set the browser's letters to 200 per cent."""
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        self.page.wait_for_timeout(200)
        return self

    def tabs_to(self, name: str, *, role: str, at_most: int) -> Visitor:
        """Press Tab until something is reached; the focus must be visible on the way."""
        for _ in range(at_most):
            self.page.keyboard.press("Tab")
            seen = self.page.evaluate(SEEN_FOCUS)
            assert seen["visible"], f"the focus cannot be seen on {seen['text']!r}"
            if name in seen["text"] and seen["role"] == role:
                return self
        raise AssertionError(f"{name} was not reached with {at_most} Tabs")

    def watches_the_wire(self) -> list[str]:
        """Collect every address that is asked for from now on."""
        asked: list[str] = []
        self.page.on("request", lambda request: asked.append(_all_of(request)))
        return asked

    def waits_for_request(self, part: str) -> Visitor:
        """Wait until something was asked for."""
        return self.settles()

    # then
    def cards(self) -> list[str]:
        """Give the text of each card of Today."""
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        self.page.locator("article").first.wait_for()
        return self.page.locator("article").all_inner_texts()

    def language(self) -> str:
        """Give the language that the page says it is in."""
        return str(self.page.evaluate("document.documentElement.lang"))

    def sees_the_map(self, within: str = "") -> Visitor:
        """Expect the map to be drawn: its picture is larger than that of an empty ground."""
        canvas = self.page.locator(f"{within} canvas.maplibregl-canvas")
        expect(canvas).to_be_visible(timeout=60_000)
        for _ in range(60):
            if len(canvas.screenshot()) > DRAWN_BYTES_MIN:
                return self
            self.page.wait_for_timeout(500)
        raise AssertionError("the map stays empty")

    def sees_attribution(self) -> Visitor:
        """Expect the map to name whom its data is from."""
        expect(self.page.get_by_text("written by hand for Manto's demo city").first).to_be_visible()
        return self

    def has_targets_of(self, pixels: int) -> Visitor:
        """Expect every button, link outside text and field to be large enough to hit."""
        small = self.page.evaluate(SMALL_TARGETS, pixels)
        self.page.evaluate("scrollTo(0, 0)")
        assert small == [], small
        return self

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

    def is_titled(self) -> Visitor:
        """Expect the window to say which page it shows, and of which city (WCAG 2.4.2)."""
        expect(self.page).to_have_title(re.compile(r"\S.* · (Mantua|Mantova|Firenze|Florence)"))
        return self

    def meets_no_barrier(self) -> Visitor:
        """Expect no violation of WCAG 2.2 A and AA that axe can find."""
        return self._passes({"type": "tag", "values": WCAG})

    def has_its_contrast(self) -> Visitor:
        """Expect all that hangs on colours to be told from its ground (WCAG 1.4.1 and 1.4.3)."""
        return self._passes({"type": "rule", "values": ["color-contrast", "link-in-text-block"]})

    def _passes(self, rules: dict[str, Any]) -> Visitor:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found: dict[str, Any] = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
        )
        violations = [
            {"rule": one["id"], "help": one["help"], "where": [node["target"] for node in one["nodes"]][:4]}
            for one in found["violations"]
        ]
        assert violations == [], json.dumps(violations, indent=1)
        return self

    def has_no_sideways_scroll(self) -> Visitor:
        """Expect everything to fit the width, what is fixed to the screen too."""
        inner, scroll = self.page.evaluate(WIDTHS)
        assert scroll <= inner, f"{self.page.url}: {scroll} px of content in {inner} px"
        return self

    def expects_refusal(self, path: str) -> Visitor:
        """Say that the answer to an address may be a refusal."""
        self._expected.append(path)
        return self

    def expect_no_errors(self) -> None:
        """Fail when the page broke or the server did."""
        assert self._errors == [], self._errors

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._errors.append(message.text)

    def _watch(self, response: Response) -> None:
        # Signed-out pages ask allauth who is here; 401 is its way of saying nobody.
        nobody_here = "/_allauth/" in response.url and response.status == 401
        if response.status >= 400 and not nobody_here and not any(path in response.url for path in self._expected):
            self._errors.append(f"{response.status} {response.url}")


def _all_of(request: Request) -> str:
    """Give everything of a request that leaves the phone."""
    return f"{request.url} {request.post_data or ''}"
