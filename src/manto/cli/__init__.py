"""The program `manto`: everything an operator does, one command each.

It promises that a refusal is one sentence with a next step and an exit code, and that what takes longer than a second
shows its progress. Commands that need no city (the ledger, the witness, the verifier) load no Django.
"""

from manto.kernel.arithmetic import on_one_thread

on_one_thread()  # before anything below imports NumPy

from manto.cli.main import main  # noqa: E402

__all__ = ["main"]
