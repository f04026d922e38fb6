"""Papers: a record as a sheet that anyone can check.

`square` draws the code of `manto.ledger.paper`, `certificate` sets the sheet as a tagged PDF in either language. Pure:
what stands on the sheet, and when it was printed, comes from outside.
"""
