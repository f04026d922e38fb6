"""The provider for trying out: a page of ours on which one pays or fails to, with a signed answer, and no money moves.

It is whole, so that everything around it is: the signed answer is checked as a real provider's would be.
"""

from __future__ import annotations

from urllib.parse import quote

from django.core.signing import BadSignature, Signer

from manto.kernel.errors import BadInput
from manto.services.payments.port import Begun, Outcome, Told

SALT = "manto.services.payments.sandbox"


class Sandbox:
    """Takes no money and answers like one who does."""

    def begin(self, reference: str, amount_cents: int, what: str, return_url: str) -> Begun:
        """Lead to the page of the sandbox."""
        return Begun(f"/services/pay/{quote(reference)}?back={quote(return_url)}")

    def answer(self, reference: str, outcome: Outcome) -> str:
        """Sign what the one on the page chose."""
        return str(Signer(salt=SALT).sign_object({"reference": reference, "outcome": outcome}))

    def tell(self, reference: str, proof: str) -> Told:
        """Read the signed answer.

        Raises:
            BadInput: It is not signed by us, or speaks of another payment.

        """
        try:
            said = Signer(salt=SALT).unsign_object(proof)
        except BadSignature:
            raise BadInput("This answer is not the payment provider's.", "Begin the payment again.") from None
        if said["reference"] != reference:
            raise BadInput("This answer is about another payment.", "Begin the payment again.")
        return Told(said["outcome"], f"SANDBOX-{reference[:8].upper()}" if said["outcome"] == "paid" else "")
