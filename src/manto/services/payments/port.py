"""What a provider of payments must be able to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Outcome = Literal["paid", "failed", "open"]


@dataclass(frozen=True)
class Begun:
    """A payment that was begun: where the resident goes to pay."""

    url: str


@dataclass(frozen=True)
class Told:
    """What the provider says of a payment: its state, and its own number for the receipt."""

    outcome: Outcome
    receipt: str


class Provider(Protocol):
    """Whoever takes the money: pagoPA, a bank, the sandbox."""

    def begin(self, reference: str, amount_cents: int, what: str, return_url: str) -> Begun:
        """Begin a payment; the same reference twice is the same payment.

        Raises:
            Unavailable: The provider cannot be reached.

        """
        ...

    def tell(self, reference: str, proof: str) -> Told:
        """Say what became of a payment.

        Args:
            reference: Ours.
            proof: What came back with the resident or by the provider's call; never trusted unchecked.

        Raises:
            BadInput: The proof is not the provider's.

        """
        ...
