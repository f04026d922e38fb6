"""Status lists: how a checker without network learns that a paper was replaced, ended or put on hold.

A paper names a list and a place in it. The city signs the list anew as records change; a device fetches all lists, the
same for everybody. A list says how old it is; an old one is used as what was known then.

What `read_list` promises: ES256 by the given key, the type of a status list, the address that was asked for, two bits for
each place. Source: draft-ietf-oauth-status-list-21; RFC 7515; RFC 7518, section 3.4.
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from manto.kernel.errors import BadInput

BITS = 2
PACKED_BYTES_MAX = 4_194_304


class Standing(IntEnum):
    """What a place in a list says."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


class BadList(BadInput):
    """A status list that is not what it says."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The status list cannot be used: {why}.", "Fetch it again from the city.")


@dataclass(frozen=True)
class KnownList:
    """A list that was checked.

    Attributes:
        packed: Its places, the first in the lowest bits of the first byte.
        made_s: When, seconds since 1970.
    """

    packed: bytes
    made_s: int

    def at(self, place: int) -> Standing:
        """Say what a place says; a value that is not known counts as ended.

        Raises:
            BadList: There is no such place.
        """
        if not 0 <= place < len(self.packed) * 8 // BITS:
            raise BadList(f"it has no place {place}")
        value = self.packed[place * BITS // 8] >> place * BITS % 8 & (1 << BITS) - 1
        return Standing(value) if value in set(Standing) else Standing.INVALID


def read_list(token: str, address: str, jwk: Mapping[str, str]) -> KnownList:
    """Check a signed list.

    Args:
        token: The list, a compact JWS.
        address: Where it is published.
        jwk: The key that signs the city's lists.

    Raises:
        BadList: It is not this city's list of this address.
    """
    try:
        head, body, signature = token.split(".")
        header, claims, raw = _json(head), _json(body), _bytes(signature)
        key = _key(jwk)
    except (ValueError, KeyError, TypeError) as wrong:
        raise BadList("it is not in its form") from wrong
    if (header.get("alg"), header.get("typ")) != ("ES256", "statuslist+jwt") or "crit" in header or len(raw) != 64:
        raise BadList("it is not signed as a status list is")
    pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        key.verify(pair, f"{head}.{body}".encode(), ec.ECDSA(SHA256()))
    except InvalidSignature as wrong:
        raise BadList("its signature is not the city's") from wrong
    content, made_s = claims.get("status_list"), claims.get("iat")
    if claims.get("sub") != address or type(made_s) is not int:
        raise BadList("it is another list")
    if not isinstance(content, dict) or content.get("bits") != BITS or not isinstance(content.get("lst"), str):
        raise BadList("its places are of another size")
    return KnownList(_unpacked(content["lst"]), made_s)


def _key(jwk: Mapping[str, str]) -> ec.EllipticCurvePublicKey:
    if (jwk["kty"], jwk["crv"]) != ("EC", "P-256"):
        raise ValueError("curve")
    x, y = (int.from_bytes(_bytes(jwk[name]), "big") for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def _unpacked(text: str) -> bytes:
    reader = zlib.decompressobj()
    try:
        packed = reader.decompress(_bytes(text), PACKED_BYTES_MAX)
    except (zlib.error, ValueError) as wrong:
        raise BadList("it is not compressed as it must be") from wrong
    if not reader.eof:
        raise BadList("it is too long, or cut off")
    return packed


def _json(part: str) -> dict[str, Any]:
    value = json.loads(_bytes(part))
    if not isinstance(value, dict):
        raise TypeError("object")
    return value


def _bytes(text: str) -> bytes:
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if urlsafe_b64encode(raw).rstrip(b"=").decode() != text:
        raise ValueError("base64url")
    return raw
