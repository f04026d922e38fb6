"""What is refused about a credential."""

from __future__ import annotations

from manto.kernel.errors import BadInput


class MalformedCredential(BadInput):
    """Text that is not a credential, or a part of it that is not in its form."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This is not a credential: {why}.", "Send it again, whole and unchanged.")


class CredentialRefused(BadInput):
    """A credential, or its showing, that does not hold."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The credential does not hold: {why}.", "Ask its holder for a fresh one.")
