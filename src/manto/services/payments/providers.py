"""Which provider of payments the city has."""

from __future__ import annotations

from importlib.metadata import entry_points

from manto.kernel.errors import UnknownName
from manto.services.payments.port import Provider
from manto.services.payments.sandbox import Sandbox


def provider(name: str) -> Provider:
    """Give a provider by name: the sandbox, or one that an installed package brings.

    Raises:
        UnknownName: There is none.

    """
    if name == "sandbox":
        return Sandbox()
    found = {entry.name: entry for entry in entry_points(group="manto.payments")}
    if name not in found:
        raise UnknownName("payment provider", name, {"sandbox", *found})
    made: Provider = found[name].load()()
    return made
