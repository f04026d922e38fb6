"""What a resident likes by kind of place, for what is around her: plugged into the room of places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from manto.assistant.taste.hers import learned_about
from manto.places.categories import catalogue
from manto.places.preferences import Liked, plug_in

DOUBT = 3
"""As many words against, so to speak, as nobody has said: one choice alone moves little."""


def liked_of(chosen: Iterable[str], refused: Iterable[str]) -> dict[str, Liked]:
    """Weigh what was taken up against what was refused.

    Args:
        chosen: The kind of each thing that was taken up.
        refused: Likewise, refused.

    Returns:
        By kind: the difference over all that was said, and a little doubt.

    >>> liked_of(["museum"] * 9, ["museum"])["museum"].score
    0.6153846153846154
    """
    up, down = Counter(chosen), Counter(refused)
    return {
        kind: Liked((up[kind] - down[kind]) / (up[kind] + down[kind] + DOUBT), up[kind], down[kind])
        for kind in sorted({*up, *down})
    }


def liking_of(resident_id: UUID) -> Mapping[str, Liked]:
    """Give what a resident likes, as learned under a consent in force; nothing while learning pauses."""
    learned = learned_about(resident_id)
    places = catalogue()
    return liked_of(
        (category for _, category, _ in learned.chosen if category in places),
        (category for category, _ in learned.refused if category in places),
    )


plug_in(liking_of)
