"""What wallets and the city say to each other: offers, metadata, proofs of a key, and refusals by the names they know.

Source: OpenID for Verifiable Credential Issuance 1.0; RFC 8414, RFC 7636, RFC 6749 section 5.2, RFC 6750 section 3.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from joserfc.jwk import ECKey

from manto.kernel.errors import MantoError
from manto.records.credentials.errors import CredentialRefused, MalformedCredential
from manto.records.credentials.jose import base64url, open_token, parse_key, read_token

PRE_AUTHORISED = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
PROOF_TYPE = "openid4vci-proof+jwt"
FORMAT = "dc+sd-jwt"
PROOF_AGE_S_MAX = 300
SKEW_S = 60
CODE_DIGITS = 6


class WalletRefused(MantoError):
    """A refusal in the form that wallets understand: a name of the specification, and a sentence.

    Attributes:
        error: The name, such as ``invalid_proof``.
        status_code: Of HTTP.
    """

    def __init__(self, error: str, description: str, status_code: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.status_code = status_code


@dataclass(frozen=True)
class Configuration:
    """One kind of credential that the city issues.

    Attributes:
        id: Its name, which is the record type's.
        vct: Its type, an address.
        names: What it is called, by language.
        claims: What each claim is called, by its name and by language.
    """

    id: str
    vct: str
    names: Mapping[str, str]
    claims: Mapping[str, Mapping[str, str]]


def issuer_metadata(issuer: str, city: Mapping[str, str], kinds: Iterable[Configuration]) -> dict[str, Any]:
    """Describe what the city issues. Source: OpenID4VCI 1.0, section 12.2."""
    return {
        "credential_issuer": issuer,
        "credential_endpoint": f"{issuer}/openid/credential",
        "nonce_endpoint": f"{issuer}/openid/nonce",
        "display": [{"name": name, "locale": language} for language, name in city.items()],
        "credential_configurations_supported": {
            kind.id: {
                "format": FORMAT,
                "vct": kind.vct,
                "scope": kind.id,
                "cryptographic_binding_methods_supported": ["jwk"],
                "credential_signing_alg_values_supported": ["ES256"],
                "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": ["ES256"]}},
                "credential_metadata": {
                    "display": [{"name": name, "locale": language} for language, name in kind.names.items()],
                    "claims": [
                        {"path": [claim], "display": [{"name": name, "locale": code} for code, name in names.items()]}
                        for claim, names in kind.claims.items()
                    ],
                },
            }
            for kind in kinds
        },
    }


def authorisation_metadata(issuer: str) -> dict[str, Any]:
    """Describe where a wallet gets its token. Source: RFC 8414; OpenID4VCI 1.0, section 12.3."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/openid/authorize",
        "token_endpoint": f"{issuer}/openid/token",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", PRE_AUTHORISED],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": True,
        "authorization_response_iss_parameter_supported": True,
    }


def credential_offer(
    issuer: str, kind: str, *, code: str | None = None, issuer_state: str | None = None
) -> dict[str, Any]:
    """Offer a credential, by a code that was agreed to already, or by signing in. Source: section 4.1."""
    grants: dict[str, Any] = {}
    if code is not None:
        asked = {"input_mode": "numeric", "length": CODE_DIGITS}
        grants[PRE_AUTHORISED] = {"pre-authorized_code": code, "tx_code": asked}
    if issuer_state is not None:
        grants["authorization_code"] = {"issuer_state": issuer_state}
    return {"credential_issuer": issuer, "credential_configuration_ids": [kind], "grants": grants}


def offer_link(offer: Mapping[str, Any]) -> str:
    """Write an offer as the link that opens a wallet."""
    return "openid-credential-offer://?" + urlencode({"credential_offer": json.dumps(offer, separators=(",", ":"))})


def is_verifier_of(verifier: str, challenge: str) -> bool:
    """Say whether whoever asks for the token is who asked for the code. Source: RFC 7636, section 4.6."""
    if not 43 <= len(verifier) <= 128:
        return False
    return hmac.compare_digest(base64url(sha256(verifier.encode()).digest()), challenge)


def check_key_proof(compact: str, issuer: str, now_s: int) -> tuple[ECKey, str]:
    """Check that a wallet has the key to which the credential is to be bound; give the key, and the nonce it used.

    Raises:
        WalletRefused: ``invalid_proof``, also for one without a nonce. Whether a nonce is good is the caller's to say:
            ``invalid_nonce``.

    Source: OpenID4VCI 1.0, section 8.3.1.2, appendix F.1 and F.4.
    """
    try:
        proof = read_token(compact)
        if {"kid", "x5c", "trust_chain"} & set(proof.header):
            raise WalletRefused("invalid_proof", "The proof must bring its key in 'jwk'.")
        if "d" in (proof.header.get("jwk") or {}):
            raise WalletRefused("invalid_proof", "The proof shows the private half of its key: never use it again.")
        key = parse_key(proof.header.get("jwk"))
        claims = open_token(proof, key, PROOF_TYPE)
    except (MalformedCredential, CredentialRefused) as wrong:
        raise WalletRefused("invalid_proof", str(wrong)) from wrong
    made_s, nonce = claims.get("iat"), claims.get("nonce")
    if claims.get("aud") != issuer:
        raise WalletRefused("invalid_proof", f"The proof is for another issuer; this one is {issuer}.")
    if type(made_s) is not int or not now_s - PROOF_AGE_S_MAX <= made_s <= now_s + SKEW_S:
        raise WalletRefused("invalid_proof", "The proof is too old, or from the future. Make a new one.")
    if not isinstance(nonce, str) or not nonce:
        raise WalletRefused("invalid_proof", "The proof has no nonce. Fetch one from the nonce endpoint.")
    return key, nonce
