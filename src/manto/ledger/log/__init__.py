"""The log: a Merkle tree in immutable files, heads that are signed, and proofs that anyone can check.

Everything in here but `disk` and `sources` is pure: bytes in, bytes out. Nothing read from a disk or a network is
believed before it has been checked against a signed checkpoint.
"""
