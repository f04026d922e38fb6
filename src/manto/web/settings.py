"""Django's settings, drawn from the environment and the city's folder; docs/guide/settings.md lists the variables."""

from __future__ import annotations

import os
from pathlib import Path

from manto.city import find_city_folder, load_city
from manto.city.address import speak_with
from manto.kernel.arithmetic import on_one_thread
from manto.kernel.clock import SystemClock
from manto.web import environment

ROOT = Path(__file__).resolve().parents[3]
on_one_thread()

# ── Where things are ─────────────────────────────────────────────────────────────────────────────────────────────────
CITY = load_city(find_city_folder(os.environ.get("MANTO_CITY", "mantova"), demo=ROOT / "demo"))
speak_with(CITY.address_form)
HOME = Path(os.environ.get("MANTO_HOME", ROOT / "var" / CITY.id)).resolve()
APP_FOLDER = Path(os.environ.get("MANTO_APP", ROOT / "web" / "dist"))
SHARED = Path(os.environ.get("MANTO_SHARED", ROOT.parent / "shared" / "data"))
CLOCK = SystemClock()

# ── Who may come in, and from where ──────────────────────────────────────────────────────────────────────────────────
MANTO_DEMO = environment.flag("MANTO_DEMO")
# Officers without a passkey sign only in a demo, where everybody may step into them anyway.
MANTO_SIGN_WITHOUT_PASSKEY = MANTO_DEMO and environment.flag("MANTO_SIGN_WITHOUT_PASSKEY", default=True)
DEBUG = False
SECRET_KEY = environment.secret("MANTO_SECRET_KEY", HOME)
PUBLIC_URL = os.environ.get("MANTO_PUBLIC_URL", "http://localhost:8000").rstrip("/")
IS_HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = os.environ.get("MANTO_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "manto.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20

# ── Officers' keys in a hardware module ──────────────────────────────────────────────────────────────────────────────
MANTO_PKCS11_LIBRARY = os.environ.get("MANTO_PKCS11_LIBRARY", "")
MANTO_PKCS11_TOKEN = os.environ.get("MANTO_PKCS11_TOKEN", "manto")
MANTO_AGENCY_KEYS = environment.one_of("MANTO_AGENCY_KEYS", "file", "module")
MANTO_PKCS11_PIN = environment.given_secret("MANTO_PKCS11_PIN")

# ── Data ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": environment.database(os.environ.get("MANTO_DATABASE_URL", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
# One writer with group commit on SQLite; each command in its caller's own transaction on PostgreSQL.
MANTO_WRITER = os.environ.get("MANTO_WRITER", "group" if IS_SQLITE else "direct")

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.headless",
    "manto.store",
    "manto.residents",
    "manto.records",
    "manto.places",
    "manto.services",
    "manto.assistant",
    "manto.web",
]
MIDDLEWARE = [
    "manto.web.ledger_door.hand_on",
    "manto.web.middleware.observe",
    "manto.web.middleware.harden",
    "django.middleware.security.SecurityMiddleware",
    "manto.web.app_files.AppFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "manto.web.urls"
WSGI_APPLICATION = "manto.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# ── Languages and time ───────────────────────────────────────────────────────────────────────────────────────────────
USE_TZ = True
TIME_ZONE = str(CITY.time_zone)
USE_I18N = True
LANGUAGE_CODE = CITY.default_language
LANGUAGES = [(language, language) for language in CITY.languages]

# ── Sign-in: passkeys, and any OpenID Connect provider ───────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "residents.Account"
SESSION_ENGINE = "manto.residents.sessions"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "manto.web.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{PUBLIC_URL}/sign-in?verify={{key}}",
    "account_reset_password": f"{PUBLIC_URL}/sign-in",
    "account_reset_password_from_key": f"{PUBLIC_URL}/sign-in?reset={{key}}",
    "account_signup": f"{PUBLIC_URL}/sign-in",
    "socialaccount_login_error": f"{PUBLIC_URL}/sign-in?problem=provider",
}
OIDC_PROVIDERS = environment.oidc_providers(os.environ.get("MANTO_OIDC", ""))
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_PROVIDERS}}
SOCIALACCOUNT_STORE_TOKENS = False
# Who a provider vouches for is in: a national identity often gives no address of mail, and none is needed.
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/sign-in"

# ── Mail ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
EMAIL_BACKEND, EMAIL_OPTIONS = environment.mail(os.environ.get("MANTO_SMTP_URL", ""), HOME)
globals().update(EMAIL_OPTIONS)
DEFAULT_FROM_EMAIL = os.environ.get("MANTO_MAIL_FROM", CITY.contact.get("email", "city@localhost"))

# ── Services ─────────────────────────────────────────────────────────────────────────────────────────────────────────
MANTO_PAYMENTS = os.environ.get("MANTO_PAYMENTS", "sandbox")
MANTO_SMS_URL = os.environ.get("MANTO_SMS_URL", "")
MANTO_SMS_TOKEN = environment.given_secret("MANTO_SMS_TOKEN")

# ── A language model beside the assistant, for residents who agree; none unless an address is set ────────────────────
MANTO_MODEL_URL = os.environ.get("MANTO_MODEL_URL", "")
MANTO_MODEL_NAME = os.environ.get("MANTO_MODEL_NAME", "default")
MANTO_MODEL_KEY = environment.given_secret("MANTO_MODEL_KEY")
MANTO_OPEN311_KEYS = environment.given_secret("MANTO_OPEN311_KEYS")

# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_ROOT = APP_FOLDER  # looked at again once it is built: manto.web.app_files
WHITENOISE_USE_FINDERS = True
WHITENOISE_INDEX_FILE = False
# Vite puts a hash of the content into each name: such a file never changes, so nobody asks for it twice.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+-[A-Za-z0-9_-]{8}\.\w+$"

# ── Logs: one JSON object a line, and never what a resident told us ──────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "manto.web.logs.JsonLine"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("MANTO_LOG_LEVEL", "WARNING")},
    "loggers": {
        "manto": {"level": os.environ.get("MANTO_LOG_LEVEL", "INFO")},
        # Django's own lines quote paths and query strings; ours name the route instead.
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
    },
}

UNFOLD = {"SITE_TITLE": "Manto", "SITE_HEADER": CITY.name[CITY.default_language], "SHOW_VIEW_ON_SITE": False}
