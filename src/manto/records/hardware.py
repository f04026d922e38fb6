"""The city's hardware module for signing keys, opened at its first use; none unless the settings name one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from manto.kernel.errors import SetupNeeded
from manto.ledger.keys.hardware import HardwareKey, HardwareModule


def module() -> HardwareModule:
    """Give the module that the settings name, opened once in each process.

    Raises:
        SetupNeeded: They name none, or it cannot be opened.
    """
    if not settings.MANTO_PKCS11_LIBRARY:
        raise SetupNeeded("No hardware module is named.", "Set MANTO_PKCS11_LIBRARY, _TOKEN and _PIN_FILE.")
    return _opened(os.getpid(), settings.MANTO_PKCS11_LIBRARY, settings.MANTO_PKCS11_TOKEN, settings.MANTO_PKCS11_PIN)


@dataclass(frozen=True)
class KeyInModule:
    """A key in that module, by its public half; the module is asked only when something is to be signed: a `Signer`."""

    public_key: bytes

    def sign(self, message: bytes) -> bytes:
        """Sign a message: 64 bytes.

        Raises:
            SetupNeeded: The settings name no module, or it cannot be opened.
            Unavailable: The module does not answer.
            NotFound: It does not have the key.
        """
        return _key(module(), self.public_key).sign(message)


@cache
def _key(of: HardwareModule, public_key: bytes) -> HardwareKey:
    return of.key_of(public_key)


@cache
def _opened(process: int, library: str, token: str, pin: str) -> HardwareModule:
    return HardwareModule(library, token, pin)
