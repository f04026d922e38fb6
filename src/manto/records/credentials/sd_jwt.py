"""Selective disclosure: a signed credential of which the holder shows what is asked for, and nothing else.

    <issuer-signed token>~<disclosure>~…~<key binding token>

What `verify_sd_jwt` promises, by number:

1. The issuer's key signed the token, which is of a credential's type.
2. Each disclosure is there once, in its one form, and its digest stands in the token or in another disclosure.
3. No digest stands twice; no disclosed name is one that is there already, nor `_sd` or `...`.
4. Digests for which nothing is disclosed are left out: they may be hidden claims or decoys.
5. Where a holder must be there: the key that the credential names signed the binding, for this audience and nonce, over
   exactly what is shown, not longer ago than is allowed and not in the future.

Source: RFC 9901, sections 4 and 7.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from joserfc.jwk import ECKey

from manto.records.credentials.errors import CredentialRefused, MalformedCredential
from manto.records.credentials.jose import (
    Token,
    base64url,
    from_base64url,
    open_token,
    parse_key,
    public_jwk,
    read_token,
    sign_token,
)

CREDENTIAL_TYPES = ("dc+sd-jwt", "vc+sd-jwt")
BINDING_TYPE = "kb+jwt"
SALT_BYTES = 16
DISCLOSURES_MAX = 200
SKEW_S = 60
NEVER_HIDDEN = frozenset({"iss", "nbf", "exp", "cnf", "vct", "status", "_sd_alg", "_sd", "..."})
"""What a checker must always see. Source: SD-JWT VC, section 3.2.2.2."""

Draw = Callable[[int], bytes]
"""Gives so many random bytes."""


@dataclass(frozen=True)
class Disclosure:
    """One hidden claim, as its holder shows it.

    Attributes:
        text: As it is written between the tildes.
        salt: What hid it.
        name: Of the claim; None for an element of a list.
        value: What it says.
    """

    text: str
    salt: str
    name: str | None
    value: Any

    @property
    def digest(self) -> str:
        """What stands for it in the signed token."""
        return base64url(sha256(self.text.encode()).digest())


@dataclass(frozen=True)
class SdJwt:
    """A credential as it came, not yet believed.

    Attributes:
        token: What the issuer signed.
        disclosures: What is shown.
        binding: The holder's own token; None where it is not presented.
    """

    token: Token
    disclosures: tuple[Disclosure, ...]
    binding: Token | None = None

    @property
    def presented(self) -> str:
        """Everything up to and with the last tilde: what a holder's binding is over."""
        return "~".join([self.token.compact, *(one.text for one in self.disclosures), ""])

    def __str__(self) -> str:
        """Write it."""
        return self.presented + ("" if self.binding is None else self.binding.compact)


def issue_sd_jwt(
    claims: dict[str, Any],
    hidden: Collection[str],
    key: ECKey,
    draw: Draw,
    *,
    holder: ECKey | None = None,
    key_id: str | None = None,
    decoys: int = 0,
) -> str:
    """Sign a credential.

    Args:
        claims: All it says.
        hidden: Names of the claims that the holder may show or not.
        key: The issuer's.
        draw: Randomness, for salts and decoys.
        holder: The key by which the holder will show that it is theirs.
        key_id: How the issuer publishes its key.
        decoys: How many digests stand for nothing, so that nobody can count what is hidden.

    Raises:
        MalformedCredential: A claim cannot be hidden.
    """
    if set(hidden) & NEVER_HIDDEN or not set(hidden) <= set(claims):
        raise MalformedCredential("a claim that is to be hidden must be seen, or is not there")
    disclosures = [_disclosure(base64url(draw(SALT_BYTES)), name, claims[name]) for name in sorted(hidden)]
    digests = [one.digest for one in disclosures]
    digests += [base64url(sha256(draw(32)).digest()) for _ in range(decoys)]
    signed: dict[str, Any] = {name: value for name, value in claims.items() if name not in hidden}
    signed |= {"_sd": sorted(digests), "_sd_alg": "sha-256"}
    if holder is not None:
        signed["cnf"] = {"jwk": public_jwk(holder)}
    header = {"typ": CREDENTIAL_TYPES[0]} | ({} if key_id is None else {"kid": key_id})
    return "~".join([sign_token(header, signed, key), *(one.text for one in disclosures), ""])


def parse_sd_jwt(text: str) -> SdJwt:
    """Read a credential; nothing in it is checked yet.

    Raises:
        MalformedCredential: It is none.
    """
    token, *parts = text.split("~")
    if not parts or len(parts) > DISCLOSURES_MAX + 1:
        raise MalformedCredential("it has no disclosures part, or too many of them")
    *shown, last = parts
    binding = read_token(last) if last else None
    return SdJwt(read_token(token), tuple(_read_disclosure(one) for one in shown), binding)


def present_sd_jwt(
    credential: str,
    show: Collection[str],
    holder: ECKey | None = None,
    *,
    audience: str = "",
    nonce: str = "",
    at_s: int = 0,
) -> str:
    """Show some claims of a credential, as its holder.

    Args:
        credential: As it was issued.
        show: Names of the hidden claims to show.
        holder: The holder's key; None where no binding is asked.
        audience: Who asks.
        nonce: What they asked with.
        at_s: Now, seconds since 1970.
    """
    whole = parse_sd_jwt(credential)
    kept = SdJwt(whole.token, tuple(one for one in whole.disclosures if one.name in show))
    if holder is None:
        return kept.presented
    said = {"iat": at_s, "aud": audience, "nonce": nonce, "sd_hash": _hash_of(kept.presented)}
    return kept.presented + sign_token({"typ": BINDING_TYPE}, said, holder)


@dataclass(frozen=True)
class Binding:
    """What a checker asks of the holder.

    Attributes:
        audience: Who asks.
        nonce: What they asked with.
        now_s: Seconds since 1970.
        age_s_max: How long ago the holder may have signed.
    """

    audience: str
    nonce: str
    now_s: int
    age_s_max: int = 300


def verify_sd_jwt(text: str, issuer: ECKey, binding: Binding | None = None) -> dict[str, Any]:
    """Check a credential, and give what it says and shows.

    Args:
        text: As it was presented.
        issuer: The key of whom it says that it is from.
        binding: What the holder was asked; None when nobody need be there.

    Raises:
        MalformedCredential: It is none.
        CredentialRefused: It does not hold; says at which step.
    """
    credential = parse_sd_jwt(text)
    claims = open_token(credential.token, issuer, *CREDENTIAL_TYPES)  # (1)
    if claims.get("_sd_alg", "sha-256") != "sha-256":
        raise CredentialRefused("its digests are made in a way that is not known here")
    by_digest = {one.digest: one for one in credential.disclosures}
    if len(by_digest) != len(credential.disclosures):
        raise CredentialRefused("a disclosure is there twice")
    opening = _Opening(by_digest)
    shown = opening.value(claims)
    if opening.unused:
        raise CredentialRefused("a disclosure belongs to no digest of it")  # (2)
    shown.pop("_sd_alg", None)
    if binding is not None:
        _check_binding(credential, claims, binding)  # (5)
    return dict(shown)


class _Opening:
    """Puts what is disclosed where its digest stands."""

    def __init__(self, by_digest: dict[str, Disclosure]) -> None:
        self.unused = dict(by_digest)
        self._by_digest = by_digest
        self._seen: set[str] = set()

    def value(self, value: Any) -> Any:
        """Give a value with everything in it that is disclosed."""
        if isinstance(value, dict):
            return self._object(value)
        if isinstance(value, list):
            return [self.value(item) for element in value for item in self._element(element)]
        return value

    def _object(self, value: dict[str, Any]) -> dict[str, Any]:
        digests = value.get("_sd", [])
        if not isinstance(digests, list) or "..." in value:
            raise CredentialRefused("its digests are no list")
        found = {name: self.value(item) for name, item in value.items() if name != "_sd"}
        for digest in digests:
            one = self._take(digest)
            if one is None:
                continue  # (4)
            if one.name is None or one.name in found or one.name in ("_sd", "..."):
                raise CredentialRefused("a disclosed name is there already, or may not be")  # (3)
            found[one.name] = self.value(one.value)
        return found

    def _element(self, element: Any) -> Sequence[Any]:
        if not isinstance(element, dict) or "..." not in element:
            return [element]
        if set(element) != {"..."}:
            raise CredentialRefused("a hidden element says more than its digest")
        one = self._take(element["..."])
        if one is None:
            return []  # (4)
        if one.name is not None:
            raise CredentialRefused("a disclosed element has a name")
        return [one.value]

    def _take(self, digest: Any) -> Disclosure | None:
        if not isinstance(digest, str) or digest in self._seen:
            raise CredentialRefused("a digest stands in it twice, or is none")  # (3)
        self._seen.add(digest)
        self.unused.pop(digest, None)
        return self._by_digest.get(digest)


def _check_binding(credential: SdJwt, claims: dict[str, Any], asked: Binding) -> None:
    if credential.binding is None:
        raise CredentialRefused("its holder has not shown that it is theirs")
    confirmation = claims.get("cnf")
    if not isinstance(confirmation, dict):
        raise CredentialRefused("it names no holder's key")
    said = open_token(credential.binding, parse_key(confirmation.get("jwk")), BINDING_TYPE)
    if said.get("sd_hash") != _hash_of(credential.presented):
        raise CredentialRefused("its holder signed for other disclosures than these")
    if (said.get("aud"), said.get("nonce")) != (asked.audience, asked.nonce):
        raise CredentialRefused("its holder signed for another checker or another question")
    made_s = said.get("iat")
    if type(made_s) is not int or not asked.now_s - asked.age_s_max <= made_s <= asked.now_s + SKEW_S:
        raise CredentialRefused("its holder signed too long ago, or in the future")


def _disclosure(salt: str, name: str, value: Any) -> Disclosure:
    written = json.dumps([salt, name, value], ensure_ascii=False, separators=(",", ":")).encode()
    return Disclosure(base64url(written), salt, name, value)


def _read_disclosure(text: str) -> Disclosure:
    try:
        parts = json.loads(from_base64url(text))
    except (ValueError, RecursionError) as wrong:
        raise MalformedCredential("a disclosure is not JSON") from wrong
    match parts:
        case [str(salt), str(name), value]:
            return Disclosure(text, salt, name, value)
        case [str(salt), value]:
            return Disclosure(text, salt, None, value)
    raise MalformedCredential("a disclosure is neither a claim nor an element")


def _hash_of(presented: str) -> str:
    return base64url(sha256(presented.encode()).digest())
