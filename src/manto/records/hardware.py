"""The city's hardware module for signing keys, opened at its first use; none unless the settings name one."""

from __future__ import annotations

import os
from functools import cache

from django.conf import settings

from manto.kernel.errors import SetupNeeded
from manto.ledger.keys.hardware import HardwareModule


def module() -> HardwareModule:
    """Give the module that the settings name, opened once in each process.

    Raises:
        SetupNeeded: They name none, or it cannot be opened.
    """
    if not settings.MANTO_PKCS11_LIBRARY:
        raise SetupNeeded("No hardware module is named.", "Set MANTO_PKCS11_LIBRARY, _TOKEN and _PIN_FILE.")
    return _opened(os.getpid(), settings.MANTO_PKCS11_LIBRARY, settings.MANTO_PKCS11_TOKEN, settings.MANTO_PKCS11_PIN)


@cache
def _opened(process: int, library: str, token: str, pin: str) -> HardwareModule:
    return HardwareModule(library, token, pin)
