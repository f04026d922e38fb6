"""Credentials: a record as a wallet holds it, and how one is asked for and shown.

Pure parts: `sd_jwt` (RFC 9901), `status_list` (Token Status List), `jose` (the signatures below both), `dcql` (what a
checker asks for). They take keys, clock and randomness as arguments.
"""
