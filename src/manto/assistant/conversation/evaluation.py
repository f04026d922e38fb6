"""Measuring how well intents are found, on a file of questions in the form of BANKING77. Pure but for reading files.

The columns are ``text`` and ``category``; beside ``x_train.csv`` lies ``x_test.csv``. Reported: accuracy with ten
examples for each intent (the mean of five draws) and with all of them, the first three, calibration; and refusals: a
quarter of the intents is held back from training, and questions about these are out of scope. The threshold is set on
questions that were left out of training so that nineteen of twenty answerable ones pass; only then are the test's
questions looked at.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from manto.assistant.conversation.classifier import Classifier, Floats, likelihoods, train
from manto.assistant.conversation.sentence_model import SentenceModel
from manto.kernel.errors import BadInput

EXAMPLES = 10
DRAWS = 5  # which ten are drawn matters by a point: the mean of five draws is told, and each of them
HELD_BACK = 4  # one intent in so many
PASS_SHARE = 0.95
Question = tuple[str, str]


class Remembering(SentenceModel):
    """A sentence model that was asked for every sentence of a file once."""

    def __init__(self, model: SentenceModel, sentences: Sequence[str], progress: Callable[[str], None]) -> None:
        super().__init__(model.weights, model.pieces, model.heads)
        progress(f"reading {len(sentences):,} sentences with the sentence model")
        self.__dict__["known"] = dict(zip(sentences, model.directions(sentences), strict=True))

    def directions(self, sentences: Sequence[str]) -> Floats:
        """Give the directions that are known."""
        known: dict[str, Floats] = self.__dict__["known"]
        return np.array([known[one] for one in sentences], dtype=np.float32)


def evaluate(file: Path, *, model: SentenceModel | None, progress: Callable[[str], None]) -> dict[str, Any]:
    """Measure on a file of training questions and on the test file beside it.

    Raises:
        BadInput: A file is not there or lacks a column.

    """
    learn, test = read_questions(file), read_questions(test_file_of(file))
    model = Remembering(model, [text for text, _ in (*learn, *test)], progress) if model else None
    said: dict[str, Any] = {
        "file": file.name,
        "questions": len(learn),
        "test_questions": len(test),
        "intents": len({intent for _, intent in learn}),
        "way": "words, parts of words and a sentence model" if model else "words and parts of words",
    }
    draws = []
    for seed in range(DRAWS):
        progress(f"learning from {EXAMPLES} examples of each, draw {seed + 1}")
        draws.append(measured(few(learn, EXAMPLES, seed), test, model))
    said["ten_examples"] = {name: round(float(np.mean([one[name] for one in draws])), 4) for name in draws[0]}
    said["ten_examples"]["draws"] = [one["accuracy"] for one in draws]
    progress(f"learning from {len(learn):,} questions")
    said["all"] = measured(learn, test, model)
    progress("holding a quarter of the intents back")
    said["out_of_scope"] = refusals(learn, test, model)
    return said


def read_questions(file: Path) -> list[Question]:
    """Read questions with their intents.

    Raises:
        BadInput: The file is not there, or lacks a column.

    """
    try:
        content = file.read_bytes()
        text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error}.", "Give a CSV file with text and category.") from None
    rows = csv.DictReader(io.StringIO(text))
    if not {"text", "category"} <= set(rows.fieldnames or ()):
        raise BadInput(f"{file} lacks the columns text and category.", "Name them in its first line.")
    return [(row["text"], row["category"]) for row in rows]


def test_file_of(file: Path) -> Path:
    """Name the test file that belongs to a training file.

    >>> test_file_of(Path("banking77_train.csv.gz")).name
    'banking77_test.csv.gz'
    """
    if "train" not in file.name:
        raise BadInput(f"{file.name} is not called …train….", "Name the file of training questions.")
    return file.with_name(file.name.replace("train", "test"))


def few(questions: Sequence[Question], count: int, seed: int = 0) -> list[Question]:
    """Draw some questions of each intent."""
    order = np.random.default_rng(seed).permutation(len(questions))
    of_intent: dict[str, list[Question]] = defaultdict(list)
    for at in order:
        of_intent[questions[at][1]].append(questions[at])
    return [question for drawn in of_intent.values() for question in drawn[:count]]


def _trained(questions: Sequence[Question], model: SentenceModel | None) -> Classifier:
    texts = [text for text, _ in questions]
    return train(texts, [intent for _, intent in questions], model.directions(texts) if model else None)


def _likelihoods(classifier: Classifier, questions: Sequence[Question], model: SentenceModel | None) -> Floats:
    texts = [text for text, _ in questions]
    scores = np.asarray(classifier.vocabulary.matrix(texts) @ classifier.separators)
    if model is not None:
        scores = scores + classifier.scores_by_meaning(model.directions(texts))
    return likelihoods(scores, classifier.temperature)


def measured(learn: Sequence[Question], test: Sequence[Question], model: SentenceModel | None) -> dict[str, Any]:
    """Learn from some questions, and measure on others that were never seen."""
    classifier = _trained(learn, model)
    likely = _likelihoods(classifier, test, model)
    truth = np.array([classifier.intents.index(intent) for _, intent in test])
    order = np.argsort(-likely, axis=1)
    right = order[:, 0] == truth
    sure = likely.max(axis=1)
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [(bins == one).mean() * abs(right[bins == one].mean() - sure[bins == one].mean()) for one in set(bins)]
    spread = 1.96 * float(np.sqrt(right.mean() * (1 - right.mean()) / len(test)))
    return {
        "accuracy": round(float(right.mean()), 4),
        "give_or_take": round(spread, 4),
        "among_first_three": round(float((order[:, :3] == truth[:, None]).any(axis=1).mean()), 4),
        "calibration_error": round(float(sum(gaps)), 4),
    }


def refusals(learn: Sequence[Question], test: Sequence[Question], model: SentenceModel | None) -> dict[str, Any]:
    """Hold a quarter of the intents back from learning, and measure which questions are refused."""
    intents = sorted({intent for _, intent in learn})
    held_back = set(np.random.default_rng(0).permutation(intents)[: len(intents) // HELD_BACK])
    order = np.random.default_rng(1).permutation(len(learn))
    validation = [learn[at] for at in order[: len(learn) // 10]]
    rest = [learn[at] for at in order[len(learn) // 10 :] if learn[at][1] not in held_back]
    classifier = _trained(rest, model)
    sure = _likelihoods(classifier, [one for one in validation if one[1] not in held_back], model).max(axis=1)
    threshold = float(np.quantile(sure, 1 - PASS_SHARE))
    inside = [one for one in test if one[1] not in held_back]
    outside = [one for one in test if one[1] in held_back]
    sure_inside = _likelihoods(classifier, inside, model).max(axis=1)
    sure_outside = _likelihoods(classifier, outside, model).max(axis=1)
    above = (sure_inside[:, None] > sure_outside[None, :]).mean() + 0.5 * (sure_inside[:, None] == sure_outside).mean()
    return {
        "intents_held_back": len(held_back),
        "threshold": round(threshold, 4),
        "refused_of_out_of_scope": round(float((sure_outside < threshold).mean()), 4),
        "refused_of_in_scope": round(float((sure_inside < threshold).mean()), 4),
        "area_under_curve": round(float(above), 4),
    }
