"""Questions that leave something out: "and tomorrow?", "the other one", "how much is it?". Pure.

What is left out is what was spoken of last. A question leaves its subject out when, beside words that carry none, it has
only those of a moment, of an order ("the second"), or of what is asked of the thing. Anything else names a subject of
its own, and is no follow-up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from manto.assistant.conversation.answers import Answer
from manto.assistant.conversation.features import plain

_EMPTY = """
dell all nell dall sull quell qual
e ed o ma allora poi quindi invece anche ancora pure solo il lo la i gli le l un uno una di del della dello dei delle d a al
alla ad da dal in nel nella su per con che cosa come quando quanto quanta quanti quale quali dove chi si mi ti ci ne c ce
e' sono era ha ho vorrei voglio dimmi dammi posso puo fammi vedere mostrami parlami questo questa quello quella quelli
quelle ora adesso li la ore piu
and or but then so also too just only the a an of to in on at for with what how when where who which is are was it that
this those these one ones be does do did has have i me my you can could tell give show more about need much many any
there please ok about would like want by s m re d ll its it their there suo sua suoi sue
"""
EMPTY = frozenset(_EMPTY.split())
_JOINING = """
e ed ma poi allora invece per il lo la l di al and but then so or for the on at in of what how about is it
"""
JOINING = frozenset(_JOINING.split())
_ORDERS: tuple[tuple[str, int | None], ...] = (
    (r"prim[oaie]|first", 0),
    (r"second[oaie]|second", 1),
    (r"terz[oaie]|third", 2),
    (r"quart[oaie]|fourth", 3),
    (r"quint[oaie]|fifth", 4),
    (r"ultim[oaie]|last", -1),
    (r"altr[oaie]|other|another|next|successiv[oaie]|seguente|dopo", None),
)
_NO_ORDER = -9
OFFERED = "offered"
CHOSEN = "chosen"


@dataclass(frozen=True)
class Offered:
    """What the city listed last, in its order, and which of it is being spoken of.

    Attributes:
        things: Addresses of the app's pages, or what pressing a button says.
        at: Which of them; None before one was.

    """

    things: tuple[str, ...] = ()
    at: int | None = None

    def picked(self, question: str) -> int | None:
        """Say which of them a question means by its order; None where it names no order, or there is none such.

        >>> Offered(("/places/a", "/places/b"), 0).picked("and the other one?")
        1
        >>> Offered(("/places/a", "/places/b")).picked("quanto costa il secondo?")
        1
        """
        text = plain(question)
        order = next((at for words, at in _ORDERS if re.search(rf"\b(?:{words})\b", text)), _NO_ORDER)
        if order == _NO_ORDER or not self.things:
            return None
        wanted = (0 if self.at is None else self.at) + 1 if order is None else order
        if order is None and len(self.things) <= wanted:
            wanted = 0  # after the last the first again
        at = len(self.things) - 1 if wanted == -1 else int(wanted)
        return at if at < len(self.things) else None


def is_moment_alone(question: str, moments: str) -> bool:
    """Say whether a question is a moment and what joins it to the one before, and nothing else.

    >>> is_moment_alone("and tomorrow?", "tomorrow"), is_moment_alone("can I come tomorrow?", "tomorrow")
    (True, False)
    """
    left = re.sub(rf"\b(?:{moments})\b", " ", plain(question)).split()
    return all(word in JOINING for word in left)


def rest_of(question: str, *said: str) -> list[str]:
    """Give the words of a question that are neither empty, nor of an order, nor among what is said already.

    Args:
        question: As it was asked.
        said: Patterns of words that carry no subject here, such as those of a moment or of a price.

    >>> rest_of("and how much does the other one cost?", "cost")
    []
    >>> rest_of("c'è wifi gratis?", "gratis")
    ['wifi']
    """
    text = plain(question)
    for words in (*said, *(words for words, _ in _ORDERS)):
        text = re.sub(rf"\b(?:{words})\b", " ", text)
    return [word for word in text.split() if word not in EMPTY]


def listed(answer: Answer) -> Answer:
    """Let an answer remember what it lists, so that the next question can mean the second of it."""
    things = [one.send for one in answer.choices] or [one.href for one in answer.lines]
    if len(things) < 2 or answer.kind == "confirm":
        return answer
    return replace(answer, slots={**answer.slots, OFFERED: json.dumps(things), CHOSEN: ""})


def offered_slots(offered: Offered, at: int) -> dict[str, str]:
    """Remember which of what was listed is spoken of, so that "the other one" is the next."""
    return {OFFERED: json.dumps(offered.things), CHOSEN: str(at)}


def offered_in(slots: Mapping[str, str]) -> Offered:
    """Read what was listed last."""
    things = json.loads(slots[OFFERED]) if slots.get(OFFERED) else ()
    at = slots.get(CHOSEN, "")
    return Offered(tuple(things), int(at) if at else None)


def parts_of(question: str) -> list[str]:
    """Cut a question where it may go on with another matter; the whole of it first, when it does not.

    >>> parts_of("I lost my ID card and I also moved house")
    ['I lost my ID card', 'I also moved house']
    """
    cut = re.split(r"[.;!?\n]+|,?\s+(?:e poi|e anche|and then|and also|e|ed|and|inoltre|poi)\s+", question)
    return [part.strip(" ,") for part in cut if len(plain(part).split()) > 1]
