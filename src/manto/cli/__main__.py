"""`python -m manto.cli` is `manto`."""

from manto.cli.main import main

main()
