"""An online conditional logit: the chance of each candidate is its weighed columns, against all candidates there."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np


def chances(scores: np.ndarray) -> np.ndarray:
    """Turn scores into chances that sum to one."""
    raised: np.ndarray = np.exp(scores - np.maximum.reduce(scores))
    raised /= np.add.reduce(raised)
    return raised


class Logit:
    """Weights that learn from every choice, at once.

    Attributes:
        weights: Of the columns, float32, shared by all residents.

    """

    def __init__(
        self,
        columns: int,
        *,
        start: np.ndarray | None = None,
        rate: float = 0.08,
        own_rate: float = 0.0,
        own_half: float = 20.0,
    ) -> None:
        self.weights = np.zeros(columns, np.float32) if start is None else start.astype(np.float32)
        self._squares = np.full(columns, 1e-2, np.float32)
        self._rate, self._own_rate, self._own_half = rate, own_rate, own_half
        self._means = np.zeros(columns, np.float32)
        self.own: dict[Hashable, tuple[np.ndarray, int]] = {}

    def scores(self, frame: np.ndarray, resident: Hashable = None) -> np.ndarray:
        """Score candidates; a resident's own offset counts n / (n + half) after n choices."""
        return np.asarray(frame @ self.weights_of(resident))

    def weights_of(self, resident: Hashable) -> np.ndarray:
        """Give the shared weights with a resident's own offset."""
        if resident in self.own:
            offset, count = self.own[resident]
            return self.weights + offset * np.float32(count / (count + self._own_half))
        return self.weights

    def learn(
        self, frame: np.ndarray, chosen: int, resident: Hashable = None, *, scores: np.ndarray | None = None
    ) -> None:
        """Learn from one choice among the candidates of a frame.

        Args:
            frame: (candidates, columns).
            chosen: Which candidate was chosen.
            resident: Whose offset learns too; None for none.
            scores: The frame's, where they are known; worked out when left out.

        """
        expected = chances(self.scores(frame, resident) if scores is None else scores) @ frame
        step = frame[chosen] - expected
        self._squares += step * step
        self.weights += self._rate * step / np.sqrt(self._squares)
        if self._own_rate and resident is not None:
            offset, count = self.own.get(resident, (np.zeros_like(self.weights), 0))
            offset = offset * np.float32(1 - 1e-3) + self._own_rate * step
            self.own[resident] = (offset, count + 1)
