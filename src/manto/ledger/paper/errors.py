"""What is refused about a paper."""

from __future__ import annotations

from manto.kernel.errors import BadInput


class MalformedPaper(BadInput):
    """A code or a text that is not a paper of the ledger."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This is not a paper of the register: {why}.", "Scan the code again, whole and in good light."
        )


class SealMissing(BadInput):
    """The first code of two, without the second and without a landmark."""

    def __init__(self, height: int) -> None:
        super().__init__(
            f"The code says what stood in block {height}, and not who saw that block.",
            "Scan the second code of the paper too, or let this device fetch the register's landmarks once.",
        )
