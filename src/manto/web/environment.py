"""What the operator sets, read once from the environment and from secret files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from manto.city.secret_file import secret_kept_in
from manto.kernel.errors import BadInput

SQLITE_PRAGMAS = "; ".join(
    (
        "PRAGMA journal_mode=WAL",  # readers never wait for the writer
        "PRAGMA synchronous=FULL",  # what was acknowledged survives a power cut
        "PRAGMA secure_delete=ON",  # what was erased is overwritten, not only unlinked
        "PRAGMA foreign_keys=ON",
        "PRAGMA cache_size=-65536",  # 64 MiB
        "PRAGMA mmap_size=268435456",
    )
)


def flag(name: str, *, default: bool = False) -> bool:
    """Read a switch: 1, true, yes or on; 0, false, no or off.

    Raises:
        BadInput: It is something else.

    """
    value = os.environ.get(name, "").strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if not value:
        return default
    raise BadInput(f"{name} is '{value}', which is neither yes nor no.", "Set it to 1 or 0.")


def one_of(name: str, *values: str) -> str:
    """Read a choice; the first is taken where none is made.

    Raises:
        BadInput: It is none of them.

    """
    value = os.environ.get(name, "").strip() or values[0]
    if value not in values:
        raise BadInput(f"{name} is {value!r}.", f"Set it to {' or '.join(values)}.")
    return value


def database(url: str, home: Path) -> dict[str, Any]:
    """Turn ``MANTO_DATABASE_URL`` into Django's form.

    Args:
        url: ``sqlite:///absolute/path``, ``postgresql://user:password@host:port/name?option=value``, or empty for
            SQLite in the home folder.
        home: Where the program keeps what it makes.

    Raises:
        BadInput: Another scheme, or no name.

    """
    parts = urlsplit(url or f"sqlite:///{home / 'manto.sqlite3'}")
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path[1:] if path.startswith("//") else path,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
            # A thread keeps its connection: to open one and set it up costs more than most questions.
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": str(home / "test.sqlite3")},  # a file, as in earnest: tests read its bytes
        }
    if parts.scheme in ("postgresql", "postgres") and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadInput(
        "MANTO_DATABASE_URL names neither a SQLite file nor a PostgreSQL database.",
        "Write sqlite:///path/to/file or postgresql://user:password@host:5432/name.",
    )


def secret(name: str, home: Path) -> str:
    """Read a secret from ``NAME_FILE`` or ``NAME``; else keep one of our own in the home folder, for us alone."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text().strip()
    if value := os.environ.get(name):
        return value
    return secret_kept_in(home / "secrets" / name.lower())


def given_secret(name: str) -> str:
    """Read a secret that somebody else made, from ``NAME_FILE`` or ``NAME``; empty when none is set."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text().strip()
    return os.environ.get(name, "")


def oidc_providers(file: str) -> list[dict[str, Any]]:
    """Read the OpenID Connect providers that residents may sign in with.

    Args:
        file: A JSON list of ``{id, name, server_url, client_id, client_secret_file}``; empty for none. Where the
            provider's sign-in page is not at ``server_url``'s host, ``sign_in_urls`` lists where it is.

    Raises:
        BadInput: The file cannot be read, or an entry lacks a key.

    """
    if not file:
        return []
    try:
        return [
            {
                "provider_id": entry["id"],
                "name": entry["name"],
                "client_id": entry["client_id"],
                "secret": Path(entry["client_secret_file"]).read_text().strip(),
                "settings": {
                    "server_url": entry["server_url"],
                    "oauth_pkce_enabled": True,
                    "sign_in_urls": [entry["server_url"], *entry.get("sign_in_urls", ())],
                },
            }
            for entry in json.loads(Path(file).read_bytes())
        ]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadInput(
            f"MANTO_OIDC ({file}) cannot be used: {type(error).__name__} {error}.",
            "Write a JSON list of objects with id, name, server_url, client_id and client_secret_file.",
        ) from None


def mail(url: str, home: Path) -> tuple[str, dict[str, Any]]:
    """Say how mail leaves: by SMTP, or, where no server is set, into files in the home folder.

    Args:
        url: ``smtp://user:password@host:port`` (STARTTLS) or ``smtps://…``; empty for files.
        home: Where the program keeps what it makes.

    Raises:
        BadInput: Another scheme, or no host.

    """
    if not url:
        return "django.core.mail.backends.filebased.EmailBackend", {"EMAIL_FILE_PATH": str(home / "mail")}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadInput("MANTO_SMTP_URL names no mail server.", "Write smtp://user:password@host:587.")
    return "django.core.mail.backends.smtp.EmailBackend", {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }
