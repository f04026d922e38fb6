"""What of a language model's words may be said: whole sentences of the quotes, and what joins them. Pure.

1. A whole sentence of a quote may be said, letter for letter from its first word to its mark. A part of one may not:
   "You must not park here" holds "park here".
2. Of the rest only a sentence that claims nothing may be said: a greeting, one that points at the quotes, or one that
   asks the resident back. Such sentences are written down here, as shapes in which each word is known: their words in
   another order are already a claim ("It is.").
3. The resident's own words are not among them, for an echo can affirm: "I can park here" answers "Can I park here?".
   So are neither "yes" nor "no".

It is meant to drop too much: what is left is only what joins the quotes, which are shown in any case. A list of what
may not be said would always lack a word; this one can only lack a courtesy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from manto.assistant.conversation.features import plain

SENTENCES_MAX = 4
JOINING_LENGTH_MAX = 120
# After these a full stop ends no sentence; nor does it after a single letter.
_ABBREVIATED = """
approx art artt ca cf co com comm dott dr ecc es etc fig lett lgs max min mr mrs ms nn no nr pag par prof sig sigg st
tel vs
"""
ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_END = re.compile(r"""[.!?]["'»”’)\]]?\s+(?=["'«“‘(\[]?[A-ZÀ-ÖØ-Þ])""")
_MARKS = re.compile(r"[^\W\d_]|[\s.,:;!?'’…–-]")

# The shapes of joining sentences (2), in the letters of `plain`; {...} is one of the parts.
_PARTS = {
    "greeting": "hello|hi|good morning|good afternoon|good evening|thank you|thanks|thank you for asking"
    "|thank you for your question|buongiorno|buonasera|buon pomeriggio|salve|ciao|grazie|grazie per la domanda",
    "who": "the city|the municipality|the office",
    "this": "this|that|it|your question",
    "it_who": "il comune|la citta|l ufficio",
    "of_who": "del comune|della citta|dell ufficio",
    "it_what": "che cosa|cosa|quello che|cio che|quanto",
    "it_this": "su questo|su cio|in proposito|al riguardo",
}
_SHAPES = """
here it is
here they are
(?:here|below|this) is what {who} (?:says|writes)(?: about {this})?(?: in its own words| word for word| below)?
(?:here|below|this) is what i(?: have)? found(?: about {this})?
(?:here|these|below) are the words of {who}(?: about {this})?
{who} (?:says|writes) (?:this|the following)(?: about {this})?
i(?: have)? found (?:this|the following)(?: about {this})?
(?:please )?(?:read|see) the (?:words|text|quotes?|sources?) below
(?:does|did) this (?:help|answer your question)
is this what you (?:mean|meant|were looking for)
(?:do you want|would you like) to (?:know|ask|read) (?:more|something else|anything else)
(?:what|which one) do you mean
what else (?:do you want|would you like) to know
ecco(?: qui)?
ecco(?:lo|la|li|le)
(?:ecco|questo e) {it_what} (?:dice|scrive) {it_who}(?: {it_this})?(?: parola per parola| qui sotto)?
(?:ecco|questo e) {it_what} ho trovato(?: {it_this})?
(?:ecco|queste sono) le parole {of_who}(?: {it_this})?
{it_who} (?:dice|scrive) (?:questo|quanto segue)(?: {it_this})?
{it_who} ne parla qui sotto
ho trovato (?:questo|quanto segue)(?: {it_this})?
(?:leggere|leggi|legga|vedi|veda) (?:le parole|il testo|le citazioni|la fonte|le fonti) qui sotto
(?:e|era) questo che (?:cercavi|cercava|intendevi|intendeva)
(?:vuoi|vuole) (?:sapere altro|saperne di piu|chiedere altro|leggere altro)
che cosa (?:intendi|intende)
"""
_GROUPS = {name: f"(?:{words})" for name, words in _PARTS.items()}
_SHAPE = "|".join(line.format(**_GROUPS) for line in _SHAPES.strip().splitlines())
JOINING = re.compile(f"{_GROUPS['greeting']}|(?:{_GROUPS['greeting']} )?(?:{_SHAPE})")


def sayable(words: str, quotes: Iterable[str]) -> str:
    """Keep of a model's words what may be said beside these quotes; empty when nothing may.

    >>> sayable("Here is what the city says. It costs 5 euro. You may park anywhere.", ["22 euro a year."])
    'Here is what the city says.'
    >>> sayable("Ecco che cosa dice il Comune: Park here.", ["You must not park here."])
    ''
    """
    quoted = {_bare(sentence) for quote in quotes for sentence in _sentences(quote)}
    said = (sentence for line in words.splitlines() for sentence in _sentences(line))
    return " ".join([one for one in said if _bare(one) in quoted or joins(one)][:SENTENCES_MAX])


def joins(sentence: str) -> bool:
    """Say whether a sentence claims nothing (2): its marks are those of plain text, and it has one of the shapes.

    >>> joins("Ecco che cosa dice il Comune:"), joins("It is."), joins("Here it is: 5")
    (True, False, False)
    """
    if len(sentence) > JOINING_LENGTH_MAX or not all(map(_MARKS.fullmatch, sentence)):
        return False
    return bool(JOINING.fullmatch(plain(sentence)))


def _bare(sentence: str) -> str:
    """Leave the signs of quotation and the full stop; a question mark stays: "Devi pagare?" is not "Devi pagare."."""
    return unicodedata.normalize("NFC", sentence).strip(" «»“”\"'").rstrip(".! ").strip(" «»“”\"'")


def _sentences(text: str) -> list[str]:
    """Split where a mark ends a sentence and a capital begins the next; the ends of lines are no ends of sentences."""
    text = " ".join(text.split())
    found, start = [], 0
    for end in _END.finditer(text):
        last = re.split(r"[\s'’.]", text[start : end.start()])[-1]
        if end[0].startswith(".") and ((len(last) == 1 and last.isalpha()) or last.casefold() in ABBREVIATIONS):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    return [one for one in (*found, text[start:].strip()) if one]
