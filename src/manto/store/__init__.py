"""The store: how the city keeps what it is told.

It promises that a command is one transaction, durable before anybody hears "done"; that what happened is written in
that same transaction and reaches every subscriber at least once, in order for each subject; and that on SQLite all of
this goes through one writer that commits in groups.
"""
