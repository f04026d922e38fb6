"""Commitments: one hash that binds every field of a body, and lets each be shown alone.

    leaf = SHA-256(00 ‖ deterministic CBOR of [salt, name, value])      salt: 16 random bytes per field
    root = RFC 6962 tree over the leaves, in the order of the fields' names

Nobody who lacks the salt can guess a value and compare: 2^128 salts would have to be tried. Showing one field gives its
salt, name, value and the way to the root, and says nothing about the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from manto.kernel.errors import BadInput, NotFound
from manto.ledger.log.errors import NotProven
from manto.ledger.log.merkle import inclusion_proof, leaf_hash, root_by_inclusion, root_of
from manto.ledger.statements.cbor import Cbor, encode_cbor

SALT_BYTES = 16


@dataclass(frozen=True)
class Disclosure:
    """One field, shown to somebody.

    Attributes:
        name: Of the field.
        value: What it says.
        salt: What hid it.
        index: Its place among the fields.
        count: How many fields there are.
        path: Sibling hashes up to the root.
    """

    name: str
    value: Cbor
    salt: bytes
    index: int
    count: int
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class Commitments:
    """The fields of a body with their salts. A secret, kept and destroyed with the body."""

    fields: Mapping[str, Cbor]
    salts: Mapping[str, bytes]

    @cached_property
    def root(self) -> bytes:
        """What the statement says: it binds all fields and shows none."""
        return root_of(self._leaves())

    def disclose(self, name: str) -> Disclosure:
        """Show one field.

        Raises:
            NotFound: There is no such field.
        """
        names = sorted(self.fields)
        if name not in self.fields:
            raise NotFound(f"The body has no field '{name}'.", f"It has: {', '.join(names)}.")
        index, leaves = names.index(name), self._leaves()
        path = inclusion_proof(
            index, len(leaves), lambda height, at: root_of(leaves[at << height : (at + 1) << height])
        )
        return Disclosure(name, self.fields[name], self.salts[name], index, len(leaves), tuple(path))

    def _leaves(self) -> list[bytes]:
        return [_leaf(self.salts[name], name, self.fields[name]) for name in sorted(self.fields)]


def commit(fields: Mapping[str, Cbor], salts: Mapping[str, bytes]) -> Commitments:
    """Bind the fields of a body.

    Args:
        fields: Value by name.
        salts: 16 random bytes or more for each name.

    Raises:
        BadInput: A field lacks its salt, or a salt is too short.
        MalformedStatement: A value has no deterministic form.
    """
    if set(fields) != set(salts) or any(len(salt) < SALT_BYTES for salt in salts.values()):
        raise BadInput("Each field needs a salt of its own, 16 bytes or more.", "Draw them from the operating system.")
    made = Commitments(dict(fields), dict(salts))
    made.root  # noqa: B018  a value without a deterministic form is refused here, not when it is shown
    return made


def disclosed(shown: Disclosure, root: bytes) -> bool:
    """Say whether a shown field is what the statement committed to."""
    if len(shown.salt) < SALT_BYTES:
        return False
    try:
        found = root_by_inclusion(_leaf(shown.salt, shown.name, shown.value), shown.index, shown.count, shown.path)
    except NotProven:
        return False
    return found == root


def _leaf(salt: bytes, name: str, value: Cbor) -> bytes:
    return leaf_hash(encode_cbor([salt, name, value]))
