"""Witnesses: whoever keeps a log from taking anything back, by remembering its largest tree.

Both sides of C2SP tlog-witness: `witness` and `memory` are the one who is asked, `asking` is the log that asks.
Cities can witness each other's logs; a witness keeps one checkpoint for each.
"""
