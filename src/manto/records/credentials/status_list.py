"""Token Status List: whether a credential or a paper still holds, as one bit pattern for a hundred thousand of them.

A checker fetches the whole list, the same for everybody, so nobody learns which place it looks at. Places are drawn at
random; places that were given to nobody carry decoys, so that nobody can count what ended.

What `open_status_list` promises: the key signed the list, it is the list of this address, it is in time, and its length
and bits are what it says.

Source: draft-ietf-oauth-status-list-21, sections 4 and 5.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from joserfc.jwk import ECKey

from manto.kernel.errors import BadInput
from manto.ledger.paper.lists import BITS, BadList, KnownList, Standing, read_list
from manto.records.credentials.jose import base64url, public_jwk, read_token, sign_token

PLACES = 131_072
TOKEN_TYPE = "statuslist+jwt"  # noqa: S105  the media type that the draft names


@dataclass
class StatusList:
    """Places of two bits each, the first in the lowest bits of the first byte.

    >>> of = StatusList.empty(8)
    >>> of.set(3, Standing.INVALID)
    >>> of.packed.hex(), of.at(3).name, of.at(4).name
    ('4000', 'INVALID', 'VALID')
    """

    packed: bytearray

    @classmethod
    def empty(cls, places: int = PLACES) -> StatusList:
        """Make a list in which everything is valid."""
        return cls(bytearray(places * BITS // 8))

    @property
    def places(self) -> int:
        """How many there are."""
        return len(self.packed) * 8 // BITS

    def at(self, place: int) -> Standing:
        """Say what a place says.

        Raises:
            BadList: The list has no such place.
        """
        return KnownList(bytes(self.packed), 0).at(place)

    def set(self, place: int, standing: Standing) -> None:
        """Say something else of a place."""
        byte, shift = self._where(place)
        kept = self.packed[byte] & ~((1 << BITS) - 1 << shift)
        self.packed[byte] = kept | standing << shift

    def _where(self, place: int) -> tuple[int, int]:
        if not 0 <= place < self.places:
            raise BadInput(f"The status list has no place {place}.", "Look whether it is the list that was named.")
        return place * BITS // 8, place * BITS % 8


def decoys(
    count: int, is_free: Callable[[int], bool], draw: Callable[[int], int], places: int = PLACES
) -> list[tuple[int, Standing]]:
    """Choose what free places pretend.

    Args:
        count: How many decoys.
        is_free: Whether a place was given to nobody.
        draw: Gives a number below a bound.
    """
    chosen: dict[int, Standing] = {}
    while len(chosen) < count:
        place = draw(places)
        if is_free(place):
            chosen[place] = Standing.SUSPENDED if draw(4) == 0 else Standing.INVALID
    return sorted(chosen.items())


def sign_status_list(of: StatusList, address: str, key: ECKey, *, key_id: str, at_s: int, lasts_s: int) -> str:
    """Sign a list.

    Args:
        of: The list.
        address: Where it is published, as credentials name it.
        key: The issuer's.
        key_id: How the issuer publishes its key.
        at_s: Now, seconds since 1970.
        lasts_s: After how long it is not to be relied on.
    """
    content = {"bits": BITS, "lst": base64url(zlib.compress(bytes(of.packed), 9))}
    claims = {"sub": address, "iat": at_s, "exp": at_s + lasts_s, "ttl": lasts_s // 2, "status_list": content}
    return sign_token({"typ": TOKEN_TYPE, "kid": key_id}, claims, key)


def open_status_list(compact: str, address: str, key: ECKey, now_s: int) -> KnownList:
    """Check a list that is to be relied on now.

    Raises:
        BadList: It is not this issuer's list of this address, or is over.
    """
    known = read_list(compact, address, public_jwk(key))
    ends_s = read_token(compact).claims.get("exp")
    if ends_s is not None and (type(ends_s) is not int or now_s >= ends_s):
        raise BadList("it is over")
    return known


def list_hash(compact: str) -> bytes:
    """Name a list by its hash, as the ledger anchors it."""
    return sha256(compact.encode()).digest()
