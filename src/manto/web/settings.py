"""Django's settings, all of them drawn from the environment and the city's folder; docs/guide/settings.md lists them."""

from __future__ import annotations

import os
from pathlib import Path

from manto.city import find_city_folder, load_city
from manto.kernel.clock import SystemClock
from manto.web import environment

ROOT = Path(__file__).resolve().parents[3]

# ── Where things are ─────────────────────────────────────────────────────────────────────────────────────────────────
HOME = Path(os.environ.get("MANTO_HOME", ROOT / "var")).resolve()
CITY = load_city(find_city_folder(os.environ.get("MANTO_CITY", "mantova"), demo=ROOT / "demo"))
APP_FOLDER = Path(os.environ.get("MANTO_APP", ROOT / "web" / "dist"))
SHARED = Path(os.environ.get("MANTO_SHARED", ROOT.parent / "shared" / "data"))
CLOCK = SystemClock()

# ── What kind of city this is ────────────────────────────────────────────────────────────────────────────────────────
MANTO_DEMO = environment.flag("MANTO_DEMO")
DEBUG = False
SECRET_KEY = environment.secret("MANTO_SECRET_KEY", HOME)
ALLOWED_HOSTS = os.environ.get("MANTO_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
PUBLIC_URL = os.environ.get("MANTO_PUBLIC_URL", "http://localhost:8000").rstrip("/")

# ── Data ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": environment.database(os.environ.get("MANTO_DATABASE_URL", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
# One writer with group commit on SQLite; each command in its caller's own transaction on PostgreSQL.
MANTO_WRITER = os.environ.get("MANTO_WRITER", "group" if IS_SQLITE else "direct")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "manto.store",
    "manto.residents",
]
USE_TZ = True
TIME_ZONE = str(CITY.time_zone)
USE_I18N = True
LANGUAGE_CODE = CITY.default_language

# ── Who signs in ─────────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "residents.Account"
SESSION_ENGINE = "manto.residents.sessions"
