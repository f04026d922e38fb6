"""What a sentence is made of, for the classifier: words, pairs of words, and parts of words. Pure.

Pairs of words in any order carry what single words cannot ("card" with "lost", "card" with "new"); parts of words meet
slips of the pen and the endings of Italian.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

PARTS = range(2, 6)
PAIRED_WORDS_MAX = 14
LENGTH_MAX = 400
# How much the words weigh beside the parts of words; chosen on a validation part.
WORDS_WEIGH, PARTS_WEIGH = 1.0, 1.2


def plain(text: str) -> str:
    """Write a text in small letters without accents and marks.

    >>> plain("Perché NON c'è?")
    'perche non c e'
    """
    letters = unicodedata.normalize("NFKD", text[:LENGTH_MAX].casefold())
    return re.sub(r"[^\w]+", " ", "".join(one for one in letters if not unicodedata.combining(one))).strip()


def parts_of(text: str) -> tuple[Counter[str], Counter[str]]:
    """Count the words with their pairs, and the parts of words, of a text."""
    words = plain(text).split()
    whole: Counter[str] = Counter(words)
    whole.update(f"{one} {two}" for one, two in pairwise(words))
    distinct = sorted(set(words))
    if len(distinct) <= PAIRED_WORDS_MAX:
        whole.update(f"{one}&{two}" for one, two in combinations(distinct, 2))
    parts: Counter[str] = Counter()
    for word in words:
        marked = f"<{word}>"
        parts.update(marked[at : at + size] for size in PARTS for at in range(len(marked) - size + 1))
    return whole, parts


@dataclass(frozen=True)
class Vocabulary:
    """The words and parts that were met in training, each with its number and how rare it is."""

    words: Mapping[str, int]
    parts: Mapping[str, int]
    rarity: NDArray[np.float32]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Vocabulary:
        """Learn what there is from texts."""
        words: dict[str, int] = {}
        parts: dict[str, int] = {}
        met: Counter[tuple[bool, str]] = Counter()
        for text in texts:
            whole, pieces = parts_of(text)
            met.update((True, one) for one in whole)
            met.update((False, one) for one in pieces)
        for is_word, one in met:
            table = words if is_word else parts
            table[one] = len(words) + len(parts)
        counts = np.fromiter(met.values(), dtype=np.float32, count=len(met))
        rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls(words, parts, rarity.astype(np.float32))

    def row(self, text: str) -> tuple[list[int], list[float]]:
        """Give the numbers of what a text has, each with its weight; words and parts each of a set length."""
        numbers: list[int] = []
        weights: list[float] = []
        tables = (self.words, self.parts)
        for table, counts, weigh in zip(tables, parts_of(text), (WORDS_WEIGH, PARTS_WEIGH), strict=True):
            known = [
                (table[one], (1 + math.log(count)) * self.rarity[table[one]])
                for one, count in counts.items()
                if one in table
            ]
            length = math.sqrt(sum(weight * weight for _, weight in known)) or 1.0
            scale = weigh / (length * math.hypot(WORDS_WEIGH, PARTS_WEIGH))
            numbers += [number for number, _ in known]
            weights += [weight * scale for _, weight in known]
        return numbers, weights

    def matrix(self, texts: Iterable[str]) -> sparse.csr_matrix:
        """Give the rows of texts, one below the other."""
        starts, numbers, weights = [0], [], []
        for text in texts:
            some, weigh = self.row(text)
            numbers += some
            weights += weigh
            starts.append(len(numbers))
        shape = (len(starts) - 1, len(self.rarity))
        return sparse.csr_matrix((np.array(weights, np.float32), numbers, starts), shape=shape)
