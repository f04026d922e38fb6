"""The ledger: what several agencies say about records, kept so that nobody can rewrite it alone.

It promises that what was acknowledged is never lost, that the log only grows, and that anyone can check both with
software that is not ours: the formats are RFC 6962 and those of C2SP (tlog-tiles, signed-note, tlog-checkpoint,
tlog-cosignature, tlog-witness, tlog-policy, tlog-proof). It stands alone: an agency's node, a witness and a
verifier need no database server and no web framework.

One node is a notarised log with witnesses, not a distributed ledger: whoever runs it decides what enters and in
which order. Witnesses keep it from taking anything back.
"""
