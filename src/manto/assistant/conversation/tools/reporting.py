"""Reporting a problem: filed after a yes where she said what and where, else by the form, which asks for both."""

from __future__ import annotations

import re
from uuid import uuid4

from manto.assistant.conversation.answers import Answer, Choice, Link, Pending, Quote
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.tools.people import ways_to
from manto.assistant.conversation.wording import texts
from manto.services.commands.reports import Problem, code_of, file_report
from manto.services.reference import report_book
from manto.services.reports.kinds import Kind

FORM = "/services/report"
STREET = re.compile(
    r"\b((?:via|viale|vicolo|corso|piazza|piazzale|largo|lungolago)\s+[\w'’]+(?:\s+[A-ZÀ-Ú][\w'’]+)*(?:,?\s+\d+\w?)?)",
    re.IGNORECASE,
)
STEM = 5
ALLOWED = re.compile(
    r"^(?:is it|is that|are we|am i|e|sarebbe) (?:legal|lawful|illegal|allowed|permitted|forbidden|legale|illegale|vietato"
    r"|permesso|consentito|lecito)\b|\b(?:against the law|contro la legge)\b"
)


def report(asked: Asked) -> Answer:
    """Offer to file what she told, in her words, with what the office then does; or the form."""
    told = _told(asked)
    kind, street = kind_of(told), STREET.search(told)
    where = {"address": street[1]} if street else {"place": asked.place_here} if asked.place_here else None
    if kind is None or where is None:
        links = (Link(texts.say("report.form", asked.language), FORM), *ways_to(asked.language))
        slots = {"awaits": "report", "told": told}
        return Answer("answer", texts.say("report.say", asked.language), links=links, person=True, slots=slots)
    title = kind.title[asked.language]
    say = texts.say(
        "report.confirm",
        asked.language,
        kind=title,
        where=street[1] if street else texts.say("report.here", asked.language),
    )
    return Answer(
        "confirm",
        say,
        quotes=(Quote(kind.notice[asked.language], kind.office[asked.language], None, FORM),),
        choices=(
            Choice(*[texts.say("say_yes", asked.language)] * 2),
            Choice(*[texts.say("say_no", asked.language)] * 2),
        ),
        links=(Link(texts.say("report.form", asked.language), FORM),),
        pending=Pending("file_report", {"kind": kind.code, "text": told, **where}),
    )


def says_where(asked: Asked) -> bool:
    """Say whether a question is the street of what was told just before."""
    return asked.slots.get("awaits") == "report" and STREET.search(asked.question) is not None


def _told(asked: Asked) -> str:
    """Give what she told, in her words: with the street she adds to what she told before."""
    before = asked.slots.get("told", "") if says_where(asked) else ""
    return f"{before}, {asked.question}" if before and kind_of(asked.question) is None else asked.question


def file(asked: Asked, told: dict[str, str]) -> Answer:
    """File a report that she said yes to; her words are kept as a text and nothing else."""
    problem = Problem(told["kind"], address=told.get("address", ""), place=told.get("place", ""), text=told["text"])
    filed = file_report(uuid4(), problem, via="assistant", now=asked.now, reporter_id=asked.resident_id)
    say = texts.say("report.done", asked.language, number=filed.number, code=code_of(filed.id))
    return Answer("done", say, links=(Link(texts.say("report.follow", asked.language), "/services/reports"),))


def asks_whether_allowed(question: str) -> bool:
    """Say whether a question is about what is allowed or forbidden, and so tells of nothing that is broken.

    >>> asks_whether_allowed("Is it legal to park on the pavement?"), asks_whether_allowed("A car blocks the pavement")
    (True, False)
    """
    return ALLOWED.search(plain(question)) is not None


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in plain(text).split() if len(word) >= STEM - 1}


def kind_of(question: str) -> Kind | None:
    """Find what kind of problem is told, by the words that the city gives each kind in any language; none where two are as near.

    A keyword of several words counts when all of them are said: stairs are no stair lift. A kind that asks questions of
    its own is left to the form.
    """
    stems = _stems(question)
    scores = []
    for kind in report_book().kinds.values():
        titled = set().union(*(_stems(title) for title in kind.title.values()))
        named = [_stems(text) for texts in kind.keywords.values() for text in texts]
        known = titled.union(*(words for words in named if words <= stems))
        scores.append((len(stems & known), kind.code))
    scores.sort(reverse=True)
    if not scores or scores[0][0] == 0 or (len(scores) > 1 and scores[1][0] == scores[0][0]):
        return None
    found = report_book().kinds[scores[0][1]]
    return None if any(ask.required for ask in found.asks) else found
