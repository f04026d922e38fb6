"""How fast questions are understood and answered, beside scikit-learn's linear model where it is installed.

    python bench/conversation.py
    python bench/conversation.py --questions banking77_train.csv.gz [--semantic]

With a file of questions it measures instead how well they are understood, as published tables do (the mean of five draws
of ten examples, and all examples), beside the bars that Manto sets itself for BANKING77; it fails below one.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 300
BARS = {False: (0.72, 0.91), True: (0.85, 0.93)}  # with ten examples and with all; with the sentence model
QUESTIONS = (
    "posso parcheggiare vicino a casa?",
    "how do I renew my identity card?",
    "a che ora apre la biblioteca Baratta?",
    "where can I find a pharmacy?",
    "che tempo fa domani?",
    "can my landlord keep my deposit?",
)


def milliseconds(work: Callable[[str], object]) -> list[float]:
    """Time each question, the processor's time of this process."""
    taken = []
    for at in range(ROUNDS):
        started = time.process_time()
        work(QUESTIONS[at % len(QUESTIONS)])
        taken.append((time.process_time() - started) * 1000)
    return taken


def told(name: str, taken: list[float]) -> None:
    """Print the median and the 99th percentile."""
    ordered = sorted(taken)
    print(
        f"{name}: {1000 / statistics.mean(taken):,.0f} a second, median {statistics.median(taken):.2f} ms, "
        f"p99 {ordered[int(len(ordered) * 0.99) - 1]:.2f} ms"
    )


def how_well(questions: Path, *, semantic: bool) -> bool:
    """Print how well questions are understood beside the bars; say whether each bar is met."""
    from manto.assistant.conversation.evaluation import evaluate
    from manto.assistant.conversation.sentence_model import packaged_model

    model = packaged_model() if semantic else None
    if semantic and model is None:
        raise SystemExit("The sentence model is not installed: see docs/guide/conversation.md, the semantic extra.")
    said = evaluate(questions, model=model, progress=lambda text: print(f"  {text}", flush=True))
    print(f"{said['file']}: {said['intents']} intents, {said['test_questions']:,} questions, by {said['way']}")
    met = True
    for part, bar in zip(("ten_examples", "all"), BARS[semantic], strict=True):
        accuracy = said[part]["accuracy"]
        draws = f", draws {said[part]['draws']}" if "draws" in said[part] else ""
        met &= accuracy >= bar
        print(f"{part.replace('_', ' ')}: {accuracy:.4f} (bar {bar}, {'met' if accuracy >= bar else 'MISSED'}{draws})")
    print(f"out of scope: {said['out_of_scope']}")
    return met


def main() -> None:
    """Measure how fast, or how well where a file of questions is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, help="training questions, the test file beside it")
    parser.add_argument("--semantic", action="store_true", help="with the sentence model of manto[semantic]")
    given = parser.parse_args()
    if given.questions is None:
        how_fast()
    elif not how_well(given.questions, semantic=given.semantic):
        raise SystemExit(1)


def how_fast() -> None:
    """Measure on the demo city, in a home of its own."""
    os.environ["MANTO_HOME"] = tempfile.mkdtemp(prefix="manto-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "manto.web.settings"
    os.environ["MANTO_WRITER"] = "direct"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from manto.assistant.conversation.asked import Asked
    from manto.assistant.conversation.dialogue import converse
    from manto.assistant.conversation.intents import classifier, phrasings, prepare, understand
    from manto.assistant.conversation.memory import Memory
    from manto.places.programs import import_city

    call_command("migrate", verbosity=0)
    import_city(settings.CITY, lambda *_: None)
    started = time.process_time()
    prepare()
    print(f"trained on {len(phrasings()):,} phrasings in {time.process_time() - started:.1f} s of processor time")
    now = settings.CLOCK.now()
    told("intent by the classifier alone", milliseconds(classifier().guesses))
    told("intent with the full text", milliseconds(understand))
    told(
        "answer by a tool, with quotes",
        milliseconds(lambda text: converse(Asked(text, None, "it", now, "/", None, {}), Memory())),
    )
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union
    except ImportError:
        print("peer: scikit-learn is not installed here, so it is not measured")
        return
    peer = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        ),
        LogisticRegression(C=30, max_iter=300),
    ).fit([one.text for one in phrasings()], [one.intent for one in phrasings()])
    told("peer: scikit-learn, tf-idf and logistic regression", milliseconds(lambda text: peer.predict_proba([text])))


if __name__ == "__main__":
    main()
