"""How fast questions are understood and answered, beside scikit-learn's linear model where it is installed.

python bench/conversation.py
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable

ROUNDS = 300
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


def main() -> None:
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
