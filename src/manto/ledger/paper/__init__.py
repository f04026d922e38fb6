"""Paper: how a record stands, in a square code that a phone checks without network.

A code on paper has no room for what a proof bundle carries, so it holds three smaller parts:

1. the **claim**: what the paper says of the record and which statement it says it from, signed by the office that
   prints it;
2. the **map proof**: that this statement is the record's latest under the map of one block;
3. the **seal**: that block's header, its way to a checkpoint, and the signatures of the log and enough witnesses.

`print_codes` puts them into one code, or, where a large ledger's proofs need it, the seal into a second one. A checker
that has the seal of that block already (a **landmark**) needs only the first. `check_paper` checks all of it against a
`Trust`; the browser does the same in `web/verify`, on the same vectors.
"""

from manto.ledger.paper.claim import Claim, sign_claim
from manto.ledger.paper.form import PaperCode, Seal, parse_code, read_codes, written
from manto.ledger.paper.make import landmark_of, paper_of, print_codes
from manto.ledger.paper.trust import Issuer, Landmark, Trust, parse_trust
from manto.ledger.paper.verify import PaperVerdict, check_paper

__all__ = [
    "Claim",
    "Issuer",
    "Landmark",
    "PaperCode",
    "PaperVerdict",
    "Seal",
    "Trust",
    "check_paper",
    "landmark_of",
    "paper_of",
    "parse_code",
    "parse_trust",
    "print_codes",
    "read_codes",
    "sign_claim",
    "written",
]
