"""The sequencer: decides which entry comes where, and says when that is final.

`port` says what any sequencer promises; `embedded` keeps it with one process, one folder and SQLite. The index of
an entry in the log is decided here and nowhere else.
"""
