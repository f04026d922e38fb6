"""Words as people type them: no accents, no capitals, no Italian articles."""

from __future__ import annotations

import re
import unicodedata

_ITALIAN = (
    "il lo la i gli le l un uno una di del dello della dei degli delle dell d a al allo alla ai agli alle all da dal"
)
_LEFT_OUT = frozenset(f"{_ITALIAN} dalla nel nella in e the of at and an".split())
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Write a text without accents and capitals.

    >>> fold("Città di MANTOVA, caffè")
    'citta di mantova, caffe'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """List the words of a text that help to find it; all of them when none is left otherwise.

    >>> words_of("La Casa dell'Acqua"), words_of("Il")
    (['casa', 'acqua'], ['il'])
    """
    words = _WORD.findall(fold(text))
    return [word for word in words if word not in _LEFT_OUT] or words
