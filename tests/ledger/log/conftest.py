"""Lets the tests of the log find their harness."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
