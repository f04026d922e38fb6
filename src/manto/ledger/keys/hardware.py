"""Signing keys in a hardware module, by PKCS#11: they are made there, sign there and never leave it.

Ed25519 keys (`CKK_EC_EDWARDS`, mechanism `CKM_EDDSA`, PKCS#11 3.0), found by their public half. What a module signs is judged
as everything else is, by `is_signed`, before it is given out: a module that signs otherwise is told at once.

Trusted: the module, and whoever has its PIN; who has both can sign until the key is revoked, and cannot take it along.
"""

from __future__ import annotations

import secrets
import threading
from typing import Any

from manto.kernel.errors import NotFound, SetupNeeded, Unavailable
from manto.ledger.log.ed25519 import is_signed

ED25519_OID = "1.3.101.112"
PUBLIC_KEY_BYTES = 32


class HardwareModule:
    """One token of a module, logged in to; give it to one process only. Calls wait for one another.

    Args:
        library: The vendor's PKCS#11 library.
        token: The token's label.
        pin: Its user PIN.

    Raises:
        SetupNeeded: The extra `manto[pkcs11]` is not installed, or library, token or PIN are not right.
    """

    def __init__(self, library: str, token: str, pin: str) -> None:
        self._pkcs11 = _binding()
        self._lock = threading.Lock()
        try:
            self._session: Any = self._pkcs11.lib(library).get_token(token_label=token).open(rw=True, user_pin=pin)
        except (self._pkcs11.PKCS11Error, RuntimeError, OSError) as error:
            raise SetupNeeded(
                f"The hardware module cannot be opened: {type(error).__name__}.",
                "See that library, token and PIN are those of the module.",
            ) from error

    def make_key(self, label: str) -> HardwareKey:
        """Make a key that never leaves the module; its label is for whoever looks after the module."""
        p11, identifier = self._pkcs11, secrets.token_bytes(16)
        with self._lock, _speaking(p11):
            from pkcs11.util.ec import encode_named_curve_parameters

            curve = {p11.Attribute.EC_PARAMS: encode_named_curve_parameters(ED25519_OID)}
            parameters = self._session.create_domain_parameters(p11.KeyType.EC_EDWARDS, curve, local=True)
            public, private = parameters.generate_keypair(
                mechanism=p11.Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
                store=True,
                label=label,
                id=identifier,
                private_template={p11.Attribute.SENSITIVE: True, p11.Attribute.EXTRACTABLE: False},
            )
            return HardwareKey(self, private, self._octets(public))

    def key_of(self, public_key: bytes) -> HardwareKey:
        """Give the key that others know by this public key.

        Raises:
            NotFound: The module does not have it.
        """
        p11 = self._pkcs11
        with self._lock, _speaking(p11):
            for public in list(self._session.get_objects({p11.Attribute.CLASS: p11.ObjectClass.PUBLIC_KEY})):
                if self._octets(public) == public_key:
                    wanted = {p11.Attribute.CLASS: p11.ObjectClass.PRIVATE_KEY, p11.Attribute.ID: public.id}
                    [private] = self._session.get_objects(wanted)
                    return HardwareKey(self, private, public_key)
        raise NotFound("The hardware module does not have this key.", "See that it is the right token.")

    def sign(self, key: Any, message: bytes) -> bytes:
        """Have the module sign."""
        with self._lock, _speaking(self._pkcs11):
            return bytes(key.sign(message, mechanism=self._pkcs11.Mechanism.EDDSA))

    def close(self) -> None:
        """Log out."""
        with self._lock:
            self._session.close()

    def _octets(self, public: Any) -> bytes:
        return bytes(public[self._pkcs11.Attribute.EC_POINT])[-PUBLIC_KEY_BYTES:]  # in DER or bare


class HardwareKey:
    """A key in a module: a `Signer`.

    Args:
        module: Where it is.
        handle: The module's own handle of it.
        public_key: The key by which others know it, 32 bytes.
    """

    def __init__(self, module: HardwareModule, handle: Any, public_key: bytes) -> None:
        self._module, self._handle, self._public_key = module, handle, public_key

    @property
    def public_key(self) -> bytes:
        """The key by which others know it, 32 bytes."""
        return self._public_key

    def sign(self, message: bytes) -> bytes:
        """Sign a message: 64 bytes, which hold by the ledger's own rule.

        Raises:
            Unavailable: The module does not answer, or signs otherwise than Ed25519 (RFC 8032) says.
        """
        signature = self._module.sign(self._handle, message)
        if not is_signed(message, signature, self._public_key):
            raise Unavailable("What the hardware module signed does not hold.", "See whether it does Ed25519.")
        return signature

    def __repr__(self) -> str:
        return f"HardwareKey({self._public_key.hex()})"


class _speaking:  # noqa: N801 - reads as what it is
    """Say in our words that a module does not answer."""

    def __init__(self, binding: Any) -> None:
        self._errors = binding.PKCS11Error

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        """Translate what went wrong."""
        if isinstance(error, self._errors):
            raise Unavailable(
                f"The hardware module does not answer: {type(error).__name__}.", "See to it, then sign again."
            ) from error


def _binding() -> Any:
    try:
        import pkcs11
    except ImportError:
        raise SetupNeeded("Keys in a hardware module need python-pkcs11.", "pip install 'manto[pkcs11]'") from None
    return pkcs11
