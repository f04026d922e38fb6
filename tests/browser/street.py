"""What somebody does in the street: stand, turn, walk, look through the camera, listen."""

from __future__ import annotations

from contextlib import suppress
from math import cos, radians, sin, tan
from typing import Any

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect
from tests.browser.drivers import Visitor
from tests.vectors.make_geo import Point, bearing_deg

SENSORS = ("absolute-orientation", "relative-orientation")
AUDIO_EARS = """() => {
    window.spoken = []; window.clicks = []
    const real = speechSynthesis.speak.bind(speechSynthesis)
    speechSynthesis.speak = said => { window.spoken.push(said.text); setTimeout(() => said.dispatchEvent(new Event('end')), 5) }
    const pan = StereoPannerNode
    window.StereoPannerNode = class extends pan {
        constructor(context, facts) { super(context, facts); window.clicks.push(facts.pan) }
    }
}"""
LABELS = """() => [...document.querySelectorAll('.camera__spot')].map(spot => {
    const box = spot.querySelector('button').getBoundingClientRect()
    return {id: spot.dataset.place, x: box.x + box.width / 2, top: box.top, bottom: box.bottom, left: box.left, right: box.right}
})"""

RIGHT = """wanted => { const spots = [...document.querySelectorAll('.camera__spot')]
    return spots.length > 0 && spots.every(spot => { const box = spot.querySelector('button').getBoundingClientRect()
        return Math.abs(box.x + box.width / 2 - wanted[spot.dataset.place]) <= 2 }) }"""


class Walker:
    """Somebody in the street with a phone, whose position and compass the test turns."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self._devtools = visitor.page.context.new_cdp_session(visitor.page)

    # given
    def has_a_compass(self, heading: float = 0.0) -> Walker:
        """Give the phone an orientation sensor; it looks to ``heading``, held upright."""
        for kind in SENSORS:
            options = {
                "enabled": True,
                "type": kind,
                "metadata": {"available": True, "minimumFrequency": 1, "maximumFrequency": 60},
            }
            self._devtools.send("Emulation.setSensorOverrideEnabled", options)
        self.page.context.grant_permissions(["geolocation", "camera", "accelerometer", "gyroscope", "magnetometer"])
        return self.looks_to(heading, wait=False)

    def hears_what_is_said(self) -> Walker:
        """Write down what the phone says and from which side its sounds come."""
        self.page.evaluate(AUDIO_EARS)
        return self

    # when
    def looks_to(self, heading: float, *, wait: bool = True) -> Walker:
        """Turn, and wait until the picture has turned too: a sensor that had no listener yet is moved again, by a hair."""
        self._turn(heading)
        for hair in range(1, 15 if wait else 0):
            with suppress(PlaywrightTimeout):
                self.page.wait_for_function(
                    "wanted => { const frame = document.querySelector('.camera__frame');"
                    " return frame && Math.abs((+frame.dataset.heading - wanted + 540) % 360 - 180) < 0.1 }",
                    arg=heading,
                    timeout=2_000,
                )
                return self
            self._turn(heading + hair / 1000)
        assert not wait, f"the picture does not turn to {heading}"
        return self

    def _turn(self, heading: float) -> None:
        x, y, z, w = _upright(heading)
        for kind in SENSORS:
            reading = {"quaternion": {"x": x, "y": y, "z": z, "w": w}}
            self._devtools.send("Emulation.setSensorOverrideReadings", {"type": kind, "reading": reading})

    def stands_at(self, point: Point, accuracy: float = 8.0) -> Walker:
        """Go somewhere."""
        self.page.context.set_geolocation({"latitude": point[0], "longitude": point[1], "accuracy": accuracy})
        return self

    def looks_through_the_camera(self) -> Walker:
        """Open the camera's face."""
        self.visitor.opens("/around?as=camera").presses("Open the camera")
        expect(self.page.locator(".camera__video[data-state=open], .camera__dark")).to_be_attached()
        self.page.wait_for_timeout(300)  # until the picture is measured
        return self

    def listens(self) -> Walker:
        """Open the face for the ear."""
        self.visitor.opens("/around?as=listen").presses("Open for the ear")
        expect(self.page.get_by_role("button", name="Start speaking")).to_be_visible()
        return self

    # then
    def labels(self) -> list[dict[str, Any]]:
        """Give where each label stands on the screen."""
        found: list[dict[str, Any]] = self.page.evaluate(LABELS)
        return found

    def sees_labels_right(self, places: dict[str, Point], here: Point, heading: float) -> Walker:
        """Expect every label to come to stand within two pixels of its direction."""
        wanted = {id_: self.expected_x(here, there, heading) for id_, there in places.items()}
        self.page.wait_for_function(RIGHT, arg=wanted)
        return self

    def expected_x(self, here: Point, there: Point, heading: float) -> float:
        """Say where on the screen something must stand, from the frame's place and the angle that it shows."""
        frame = self.page.locator(".camera__frame")
        box, view = frame.bounding_box(), float(frame.get_attribute("data-view") or 0)
        assert box is not None
        aside = (bearing_deg(here, there) - heading + 540) % 360 - 180
        middle = box["width"] / 2
        return box["x"] + middle + middle / tan(radians(view / 2)) * tan(radians(aside))

    def heard(self) -> list[str]:
        """Give what was said so far."""
        said: list[str] = self.page.evaluate("window.spoken")
        return said


def _upright(heading: float) -> tuple[float, float, float, float]:
    """Give the quaternion of a phone held upright: about z by alpha, then about x by a right angle."""
    alpha, beta = radians(-heading % 360) / 2, radians(90) / 2
    return (
        round(cos(alpha) * sin(beta), 9),
        round(sin(alpha) * sin(beta), 9),
        round(sin(alpha) * cos(beta), 9),
        round(cos(alpha) * cos(beta), 9),
    )
