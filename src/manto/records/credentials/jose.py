"""Signed tokens: JSON in a compact JWS, signed with ES256 and nothing else.

What `open_token` promises: the header names the type that is expected and ES256, no header that must be understood is
passed over, and the signature is the given key's. It says nothing of times: who opens a token checks those.

Source: RFC 7515, RFC 7518 section 3.4, RFC 8725 (expect one type, one algorithm).
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from manto.records.credentials.errors import CredentialRefused, MalformedCredential

ALGORITHM = "ES256"
TOKEN_CHARACTERS_MAX = 200_000


@dataclass(frozen=True)
class Token:
    """A token as it came, not yet believed.

    Attributes:
        compact: Its text.
        header: What it says of itself.
        claims: What it says.
    """

    compact: str
    header: dict[str, Any]
    claims: dict[str, Any]


def new_key() -> ECKey:
    """Draw a signing key from the operating system."""
    return ECKey.generate_key("P-256")


def parse_key(jwk: Any) -> ECKey:
    """Read a public key of P-256; a private part is left out.

    Raises:
        MalformedCredential: It is none.
    """
    public = {name: str(jwk.get(name)) for name in ("kty", "crv", "x", "y")} if isinstance(jwk, dict) else {}
    if (public.get("kty"), public.get("crv")) != ("EC", "P-256"):
        raise MalformedCredential("its key is not one of the curve P-256")
    try:
        key = ECKey.import_key(dict[str, str | list[str]](public))
        key.public_key  # noqa: B018  a point that is not on the curve is refused here
    except (JoseError, ValueError, TypeError) as wrong:
        raise MalformedCredential("its key is no point of the curve P-256") from wrong
    return key


def public_jwk(key: ECKey) -> dict[str, str]:
    """Give the public part of a key, in the members that its thumbprint is made of."""
    whole = key.as_dict(private=False)
    return {name: str(whole[name]) for name in ("kty", "crv", "x", "y")}


def thumbprint(key: ECKey) -> str:
    """Name a key by its hash. Source: RFC 7638."""
    return str(key.thumbprint())


def sign_token(header: dict[str, Any], claims: dict[str, Any], key: ECKey) -> str:
    """Sign claims."""
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact({"alg": ALGORITHM, **header}, payload, key, algorithms=[ALGORITHM])


def read_token(compact: str) -> Token:
    """Read a token; its signature is not checked yet.

    Raises:
        MalformedCredential: It is not three parts of JSON.
    """
    parts = compact.split(".")
    if len(compact) > TOKEN_CHARACTERS_MAX or len(parts) != 3 or not parts[2]:
        raise MalformedCredential("it is not a signed token")
    header, claims = (_json(part) for part in parts[:2])
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise MalformedCredential("a part of it is no JSON object")
    return Token(compact, header, claims)


def open_token(token: Token, key: ECKey, *types: str) -> dict[str, Any]:
    """Check that the key signed a token of one of these types, and give its claims.

    Raises:
        CredentialRefused: It did not, or the token is of another type.
    """
    if token.header.get("alg") != ALGORITHM:
        raise CredentialRefused(f"it is not signed with {ALGORITHM}")
    if token.header.get("typ") not in types:
        raise CredentialRefused(f"it is of the type {str(token.header.get('typ'))[:40]!r}")
    if "crit" in token.header:
        raise CredentialRefused("its header asks for what is not known here")
    try:
        jws.deserialize_compact(token.compact, key, registry=_registry())
    except (JoseError, ValueError) as wrong:
        raise CredentialRefused("its signature is not its issuer's") from wrong
    return token.claims


def _registry() -> jws.JWSRegistry:
    """Allow headers with a chain of certificates, and one algorithm."""
    registry = jws.JWSRegistry(algorithms=[ALGORITHM])
    registry.max_header_length = registry.max_payload_length = TOKEN_CHARACTERS_MAX
    return registry


def base64url(raw: bytes) -> str:
    """Write bytes in the alphabet of addresses, without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Read bytes back.

    Raises:
        MalformedCredential: The text has another form, padding included.
    """
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as wrong:
        raise MalformedCredential("a part of it is not base64url") from wrong
    if base64url(raw) != text:
        raise MalformedCredential("a part of it is not base64url in its one form")
    return raw


def _json(part: str) -> Any:
    try:
        return json.loads(from_base64url(part), object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as wrong:
        raise MalformedCredential("a part of it is not JSON") from wrong


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found
