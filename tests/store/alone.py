"""Settings under which the store stands alone, so that a killed city is back at once."""

import os
from pathlib import Path

from manto.web import environment

HOME = Path(os.environ["MANTO_HOME"])
DATABASES = {"default": environment.database("", HOME)}
INSTALLED_APPS = ["manto.store"]
MANTO_WRITER = "group"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
