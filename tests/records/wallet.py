"""A wallet, written from the specifications: it knows nothing of the city but its address."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, urlsafe_b64decode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import Client
from joserfc import jws
from joserfc.jwk import ECKey

PRE_AUTHORISED = "urn:ietf:params:oauth:grant-type:pre-authorized_code"


class Wallet:
    """Somebody's wallet, with a key of its own.

    Attributes:
        key: To which credentials are bound.
        held: Credentials, as they were issued.
    """

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256")
        self.held: list[str] = []
        self.net = Client()

    def get(self, url: str) -> Any:
        """Fetch JSON."""
        return self.net.get(urlsplit(url).path).json()

    def post(
        self, url: str, *, form: dict[str, str] | None = None, body: Any = None, token: str = ""
    ) -> tuple[int, Any]:
        """Send a form or JSON; give status and answer."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = urlencode(form) if form is not None else json.dumps(body)
        kind = "application/x-www-form-urlencoded" if form is not None else "application/json"
        answer = self.net.post(urlsplit(url).path, data, content_type=kind, headers=headers)
        return answer.status_code, json.loads(answer.content)

    # ── Getting a credential ─────────────────────────────────────────────────────────────────────────────────────────

    def discover(self, issuer: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Fetch what the issuer says of itself, at the well-known addresses."""
        told = self.get(f"{issuer}/.well-known/openid-credential-issuer")
        server = self.get(f"{issuer}/.well-known/oauth-authorization-server")
        assert told["credential_issuer"] == server["issuer"] == issuer
        return told, server

    def proof(self, issuer: str, nonce: str | None, at_s: int, **changes: Any) -> str:
        """Prove the key."""
        public = self.key.as_dict(private=False)
        header = {
            "alg": "ES256",
            "typ": "openid4vci-proof+jwt",
            "jwk": {name: public[name] for name in ("kty", "crv", "x", "y")},
        }
        claims = {"aud": issuer, "iat": at_s, "nonce": nonce} | changes
        claims = {name: value for name, value in claims.items() if value is not None}
        return jws.serialize_compact(header, json.dumps(claims).encode(), self.key)

    def accept(self, link: str, number: str, at_s: int) -> tuple[int, Any]:
        """Take an offer up, from its link to the credential."""
        [offered] = parse_qs(urlsplit(link).query)["credential_offer"]
        offer = json.loads(offered)
        told, server = self.discover(offer["credential_issuer"])
        code = offer["grants"][PRE_AUTHORISED]["pre-authorized_code"]
        form = {"grant_type": PRE_AUTHORISED, "pre-authorized_code": code, "tx_code": number}
        status, granted = self.post(server["token_endpoint"], form=form)
        if status != 200:
            return status, granted
        return self.fetch(told, offer["credential_configuration_ids"][0], granted["access_token"], at_s)

    def fetch(self, told: dict[str, Any], kind: str, token: str, at_s: int) -> tuple[int, Any]:
        """Fetch the credential with a token."""
        assert told["credential_configurations_supported"][kind]["format"] == "dc+sd-jwt"
        _, fresh = self.post(told["nonce_endpoint"], form={})
        proof = self.proof(told["credential_issuer"], fresh["c_nonce"], at_s)
        body = {"credential_configuration_id": kind, "proofs": {"jwt": [proof]}}
        status, answer = self.post(told["credential_endpoint"], body=body, token=token)
        if status == 200:
            self.held += [one["credential"] for one in answer["credentials"]]
        return status, answer

    # ── Showing one ──────────────────────────────────────────────────────────────────────────────────────────────────

    def question(self, link: str) -> dict[str, Any]:
        """Fetch a checker's question, and check that it is signed by the one whom its name says."""
        asked = {name: value for name, [value] in parse_qs(urlsplit(link).query).items()}
        compact = self.net.get(urlsplit(asked["request_uri"]).path).content.decode()
        header = json.loads(_base64url(compact.split(".")[0]))
        certificate = x509.load_der_x509_certificate(b64decode(header["x5c"][0]))
        name = "x509_hash:" + _written(sha256(certificate.public_bytes(Encoding.DER)).digest())
        claims = json.loads(
            jws.deserialize_compact(compact, ECKey.import_key(certificate.public_key()), registry=_long()).payload
        )
        assert header["typ"] == "oauth-authz-req+jwt"
        assert asked["client_id"] == claims["client_id"] == name
        assert (claims["response_type"], claims["response_mode"]) == ("vp_token", "direct_post")
        return claims

    def show(self, question: dict[str, Any], at_s: int, **changes: Any) -> tuple[int, Any]:
        """Show what a question asks, and no more."""
        [query] = question["dcql_query"]["credentials"]
        wanted = {claim["path"][0] for claim in query["claims"]}
        presentation = self.present(changes.pop("credential", self.held[-1]), wanted, question, at_s, **changes)
        form = {"vp_token": json.dumps({query["id"]: [presentation]}), "state": question["state"]}
        return self.post(question["response_uri"], form=form)

    def present(self, credential: str, wanted: set[str], question: dict[str, Any], at_s: int, **changes: Any) -> str:
        """Make a presentation, bound to a question."""
        token, *disclosures = credential.rstrip("~").split("~")
        kept = [one for one in disclosures if json.loads(_base64url(one))[1] in wanted]
        shown = "~".join([token, *kept, ""])
        said = {
            "iat": at_s,
            "aud": question["client_id"],
            "nonce": question["nonce"],
            "sd_hash": _written(sha256(shown.encode()).digest()),
        }
        key = changes.pop("key", self.key)
        return shown + jws.serialize_compact(
            {"alg": "ES256", "typ": "kb+jwt"}, json.dumps(said | changes).encode(), key
        )


def verifier() -> tuple[str, str]:
    """Draw a code verifier; give it with its challenge."""
    drawn = secrets.token_urlsafe(48)
    return drawn, _written(sha256(drawn.encode()).digest())


def _long() -> jws.JWSRegistry:
    """Allow a header with a certificate."""
    registry = jws.JWSRegistry()
    registry.max_header_length = 8_192
    return registry


def _base64url(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _written(raw: bytes) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(raw).rstrip(b"=").decode()
