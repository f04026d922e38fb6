"""Proof bundles: a file that shows how a record stands, to anyone, with no network.

`make_bundle` puts one together from a log and its map, `verify_bundle` checks one against a policy that says which log
and which witnesses are trusted, and says how old its knowledge is. The browser does the same in `web/verify`, on the
same vectors.
"""

from manto.ledger.bundle.form import AuthorityProof, Bundle, parse_bundle
from manto.ledger.bundle.make import make_bundle
from manto.ledger.bundle.verify import Verdict, verify_bundle

__all__ = ["AuthorityProof", "Bundle", "Verdict", "make_bundle", "parse_bundle", "verify_bundle"]
