"""Keys: with what agencies, officers and holders sign.

Whoever has a public key and can sign is a `Signer`: a `KeyPair` in memory, or an agency's hardware module. Signatures are
judged by `manto.ledger.log.ed25519.is_signed` and by nothing else.
"""

from manto.ledger.keys.key_file import make_key_file, read_key_file
from manto.ledger.keys.key_pair import KeyPair, Signer

__all__ = ["KeyPair", "Signer", "make_key_file", "read_key_file"]
