"""A linear classifier of sentences that knows when it does not know. Pure.

Multinomial logistic regression, fitted in the space of the sentences: each step solves against a fixed bound of the
curvature (Böhning 1992), sped up as Nesterov 1983 does. The same texts always make the same matrix, in some seconds for
a city. What it is sure of is calibrated on sentences that it did not see: five times a fifth is left out, and the
temperature that makes the left-out ones likeliest is kept (Guo et al. 2017).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize_scalar

from manto.assistant.conversation.features import Vocabulary
from manto.assistant.conversation.sentence_model import SentenceModel

Floats = NDArray[np.float32]
# Both chosen on a validation part of BANKING77's training file, never on its test file.
SMOOTHING = 0.03
MEANING_WEIGHS = 12.0
STEPS = 40
FOLDS = 5
FOLDED_MAX = 3000  # of more sentences one fifth is left out once: that is enough of them


@dataclass(frozen=True)
class Guess:
    """An intent with how likely it is, from 0 to 1."""

    intent: str
    likely: float


@dataclass(frozen=True)
class Classifier:
    """Intents, and the separator of each.

    Attributes:
        separators: One column for each intent, one row for each word or part of the vocabulary.
        examples: What the sentence model makes of the sentences learned from; None without one.
        shares: The share of each of these sentences in each intent.
        temperature: By how much scores are multiplied before they are made likelihoods.

    """

    intents: tuple[str, ...]
    vocabulary: Vocabulary
    separators: Floats
    examples: Floats | None
    shares: Floats | None
    temperature: float

    def scores(self, text: str, model: SentenceModel | None = None) -> Floats:
        """Give the score of each intent."""
        numbers, weights = self.vocabulary.row(text)
        found: Floats = np.asarray(weights, np.float32) @ self.separators[numbers]
        return found if model is None else found + self.scores_by_meaning(model.directions([text]))[0]

    def scores_by_meaning(self, directions: Floats) -> Floats:
        """Give what the directions of sentences add to the score of each intent; nothing without a sentence model."""
        if self.examples is None or self.shares is None:
            return np.zeros((len(directions), len(self.intents)), dtype=np.float32)
        return np.asarray(closeness(directions, self.examples) @ self.shares, dtype=np.float32)

    def guesses(self, text: str, model: SentenceModel | None = None) -> list[Guess]:
        """List the intents, the likeliest first."""
        likely = likelihoods(self.scores(text, model)[None, :], self.temperature)[0]
        return [Guess(self.intents[at], float(likely[at])) for at in np.argsort(-likely, kind="stable")]


def closeness(some: Floats, others: Floats) -> Floats:
    """Say how close directions are; what is very close counts more than twice what is half as close."""
    cosine = some @ others.T
    return np.asarray((cosine + np.maximum(cosine, 0) ** 3) / 2, dtype=np.float32)


def likelihoods(scores: Floats, temperature: float) -> Floats:
    """Make scores likelihoods that add up to one in each row."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) * temperature)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def train(texts: Sequence[str], intents: Sequence[str], directions: Floats | None = None) -> Classifier:
    """Learn from sentences and their intents.

    Args:
        texts: The sentences.
        intents: What each means.
        directions: What the sentence model makes of each; None to do without.

    """
    names = tuple(sorted(set(intents)))
    number = {name: at for at, name in enumerate(names)}
    labels = np.array([number[name] for name in intents])
    vocabulary = Vocabulary.of(texts)
    rows = vocabulary.matrix(texts)
    share = 1 / (1 + MEANING_WEIGHS) if directions is not None else 1.0
    alike: Floats = np.asarray((rows @ rows.T).toarray(), dtype=np.float32) * np.float32(share)
    if directions is not None:
        alike += closeness(directions, directions) * np.float32(1 - share)
    wanted = np.zeros((len(texts), len(names)), dtype=np.float32)
    wanted[np.arange(len(texts)), labels] = 1
    temperature = _calibrated(*left_out_scores(alike, wanted))
    shares = _solved(alike, wanted)
    return Classifier(
        names,
        vocabulary,
        np.asarray(rows.T @ shares, dtype=np.float32) * np.float32(share),
        directions,
        None if directions is None else shares * np.float32(1 - share),
        temperature,
    )


def left_out_scores(alike: Floats, wanted: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Score sentences by separators that did not see them; give the scores and the intents that were meant."""
    fold_of = np.random.default_rng(0).permutation(len(alike)) % FOLDS
    scores, meant = [], []
    for fold in range(FOLDS if len(alike) <= FOLDED_MAX else 1):
        seen, left = fold_of != fold, fold_of == fold
        scores.append(alike[np.ix_(left, seen)] @ _solved(alike[np.ix_(seen, seen)], wanted[seen]))
        meant.append(wanted[left].argmax(axis=1))
    return np.concatenate(scores), np.concatenate(meant)


def _solved(alike: Floats, wanted: Floats) -> Floats:
    """Find the share of each sentence in each separator."""
    bound = 0.5 * alike + np.float32(SMOOTHING) * np.eye(len(alike), dtype=np.float32)
    factor = cho_factor(bound, overwrite_a=True, check_finite=False)
    shares = ahead = np.zeros_like(wanted)
    pace = 1.0
    for _ in range(STEPS):
        slope = likelihoods(alike @ ahead, 1.0) - wanted + np.float32(SMOOTHING) * ahead
        step: Floats = ahead - cho_solve(factor, slope, check_finite=False)
        next_pace = (1 + math.sqrt(1 + 4 * pace * pace)) / 2
        ahead = step + np.float32((pace - 1) / next_pace) * (step - shares)
        shares, pace = step, next_pace
    return shares


def _calibrated(scores: Floats, labels: NDArray[np.int64]) -> float:
    def surprise(power: float) -> float:
        likely = likelihoods(scores, float(np.exp(power)))[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(likely, 1e-9)).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-1, 5), method="bounded").x))
