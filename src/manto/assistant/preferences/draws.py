"""Randomness that the phone draws alike: from a number, the same normal numbers in Python and in TypeScript."""

from __future__ import annotations

import numpy as np

FNV_BEGIN, FNV_PRIME = 0x811C9DC5, 0x01000193


def seed_of(text: str) -> int:
    """Make a seed of a text of ASCII (FNV-1a, 32 bits).

    >>> hex(seed_of("manto"))
    '0xeea42baa'
    """
    seed = FNV_BEGIN
    for letter in text.encode("ascii"):
        seed = ((seed ^ letter) * FNV_PRIME) & 0xFFFFFFFF
    return seed


def uniforms(seed: int, count: int) -> np.ndarray:
    """Give numbers from 0 on and below 1 (mulberry32, a counter that is mixed)."""
    with np.errstate(over="ignore"):
        mixed = np.uint32(seed) + np.arange(1, count + 1, dtype=np.uint32) * np.uint32(0x6D2B79F5)
        mixed = (mixed ^ (mixed >> np.uint32(15))) * (mixed | np.uint32(1))
        mixed ^= mixed + (mixed ^ (mixed >> np.uint32(7))) * (mixed | np.uint32(61))
        return np.asarray((mixed ^ (mixed >> np.uint32(14))) / 2.0**32)


def normals(seed: int, count: int) -> np.ndarray:
    """Give numbers of the standard normal distribution (Box and Muller 1958), each from two uniform ones."""
    pairs = uniforms(seed, 2 * count).reshape(count, 2)
    return np.asarray(np.sqrt(-2 * np.log1p(-pairs[:, 0])) * np.cos(2 * np.pi * pairs[:, 1]))
