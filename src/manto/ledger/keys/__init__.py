"""Keys: with what agencies, officers and holders sign.

Signatures are judged by `manto.ledger.log.ed25519.is_signed` and by nothing else.
"""

from manto.ledger.keys.key_pair import KeyPair

__all__ = ["KeyPair"]
