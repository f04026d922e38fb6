"""A peer benchmark of finding what is meant: BANKING77, and the file format that it brought. No database is met here."""

from pathlib import Path

import pytest

from manto.assistant.conversation.evaluation import EXAMPLES, evaluate, few, measured, read_questions, refusals
from manto.assistant.conversation.sentence_model import SentenceModel


def test_a_file_of_questions_is_measured(tmp_path: Path) -> None:
    """In the form of BANKING77; with what was held back refused."""
    rows = [(f"{verb} {noun}", noun) for noun in ("card", "loan", "cash", "rate") for verb in map(str, range(30))]
    text = "text,category\n" + "\n".join(f"{one},{two}" for one, two in rows)
    (tmp_path / "x_train.csv").write_text(text)
    (tmp_path / "x_test.csv").write_text(text)

    said = evaluate(tmp_path / "x_train.csv", model=None, progress=lambda _: None)

    assert (said["intents"], said["all"]["accuracy"]) == (4, 1.0)
    assert said["out_of_scope"]["intents_held_back"] == 1


@pytest.mark.shared
def test_banking77_is_understood(shared: Path) -> None:
    """With ten examples of each intent, on all its questions; what is out of scope is told apart from twenty.

    The whole of it, five draws and all examples, takes minutes: ``python bench/conversation.py --questions FILE``.
    """
    learn = read_questions(shared / "ml" / "banking77_train.csv.gz")
    asked = read_questions(shared / "ml" / "banking77_test.csv.gz")

    assert measured(few(learn, EXAMPLES), asked, None)["accuracy"] >= 0.72
    assert refusals(few(learn, 2 * EXAMPLES), asked, None)["area_under_curve"] >= 0.8


@pytest.mark.shared
def test_banking77_is_understood_better_with_the_sentence_model(shared: Path, sentence_model: SentenceModel) -> None:
    """Ten examples of each intent, asked ten of its questions; these ten are harder than the whole by a hair."""
    learn = few(read_questions(shared / "ml" / "banking77_train.csv.gz"), EXAMPLES)
    asked = few(read_questions(shared / "ml" / "banking77_test.csv.gz"), 10)

    said = measured(learn, asked, sentence_model)

    assert said["accuracy"] >= 0.84
