"""What of a language model's words may be said: no number, right or duty that is not in a quoted source. Pure.

1. A sentence that stands in a quote letter for letter may be said.
2. A sentence with a number, in figures or words, is dropped unless each of its numbers stands in the quotes.
3. A sentence that speaks of a right, duty, sum, deadline, decision or law is dropped: such things are quoted (1) or not
   said. So is one with an address, which could lead anywhere.

It is meant to drop too much: what is left is only what joins the quotes, which are shown in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from manto.assistant.conversation.features import plain

SENTENCES_MAX = 4
_NUMBERS = """
zero uno due tre quattro cinque sei sette otto nove dieci undici dodici quindici venti trenta quaranta cinquanta
sessanta cento duecento cinquecento mille mila milione doppio meta terzo quarto percento one two three four five six
seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred thousand million double half
third quarter percent
"""
NUMBER_WORDS = frozenset(_NUMBERS.split()) - {"uno", "one", "sei"}  # said of other things too often: "sei" is "you are"
# A `*` ends a beginning.
_BINDING = """
must may can could cannot shall should will would need needs ought have has entitle* right* oblig* duty duties
allow* forbid* forbidden prohibit* permitted legal* illegal* lawful* law laws rule rules regulation* free gratis
pay* paid cost* price* fee fees fine fined euro euros eur dollar* deadline* due expire* before until within by
grant* approv* refus* reject* guarantee* confirm* binding eligib* qualif* refund* compensat* owe* always never
exempt* require* promise* deve devi devono dovete dobbiamo dovr* puo puoi possono potete posso potr* bisogna occorre
serve servono necessari* diritto diritti spetta spettano obblig* dovere doveri permess* vietat* proibit* legale
legali illegal* legge leggi norma norme regola regole gratuit* paga* costo costa costano costi prezzo tariff* multa
multe scade scadenza scadenze entro prima fino accolt* approvat* concess* rifiutat* respint* garanti* conferm*
vincolant* rimbors* risarc* esent* sempre mai promett* titolo
"""
BINDING = re.compile(r"\b(?:" + "|".join(word.replace("*", r"\w*") for word in _BINDING.split()) + r")\b")
ADDRESS = re.compile(r"https?:|www\.|\S+@\S+|\b\w+\.(?:it|com|org|net|eu|info)\b|<|>", re.IGNORECASE)


def sayable(words: str, quotes: Iterable[str]) -> str:
    """Keep of a model's words what may be said beside these quotes; empty when nothing may.

    >>> sayable("Here is what the city says. It costs 5 euro. You may park anywhere.", ["22 euro a year."])
    'Here is what the city says.'
    >>> sayable("The permit is for the year: 22 euro a year.", ["22 euro a year."])
    ''
    """
    quoted = [plain(quote) for quote in quotes]
    numbers = {number for quote in quoted for number in _numbers_in(quote)}
    kept = [sentence for sentence in _sentences(words) if _may_be_said(sentence, quoted, numbers)]
    return " ".join(kept[:SENTENCES_MAX])


def _may_be_said(sentence: str, quoted: list[str], numbers: set[str]) -> bool:
    text = plain(sentence)
    if not text or ADDRESS.search(sentence):
        return False
    if any(text in quote for quote in quoted):  # (1)
        return True
    if _numbers_in(text) - numbers:  # (2)
        return False
    return not BINDING.search(text)  # (3)


def _numbers_in(text: str) -> set[str]:
    return {word for word in text.split() if word in NUMBER_WORDS or any(letter.isnumeric() for letter in word)}


def _sentences(words: str) -> list[str]:
    return [one.strip() for one in re.split(r"(?<=[.!?;])\s+|\n", words) if one.strip()]
