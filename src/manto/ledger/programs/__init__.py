"""The programs of the ledger: `manto ledger` and `manto witness`.

Exit codes: 0, all is as it should be; 1, it was checked and something does not hold; 2, it could not be done.
"""
