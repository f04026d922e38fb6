"""The city's settings with what tests need: a home of their own, and commands that run in the test's transaction."""

import os
import tempfile

# Read when Django reads its settings, which is before any conftest.
os.environ.setdefault("MANTO_HOME", tempfile.mkdtemp(prefix="manto-test-"))
os.environ.setdefault("MANTO_WRITER", "direct")
os.environ.setdefault("MANTO_DEMO", "1")

from manto.web.settings import *

WHITENOISE_AUTOREFRESH = True  # else each test's client reads through the folder of the app anew
