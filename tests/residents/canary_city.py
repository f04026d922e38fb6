"""A city of its own in a process of its own: plants canaries in everything personal, erases them, and says what it saw.

Run as ``python tests/residents/canary_city.py`` with MANTO_HOME and MANTO_DATABASE_URL; prints one JSON object. The
canaries are planted through the public commands and routes, and looked for by reading every byte of every file that
the city keeps. They are looked for before the erasure too: a search that finds nothing then would prove nothing.
"""

import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

os.environ["DJANGO_SETTINGS_MODULE"] = "manto.web.settings"
os.environ["MANTO_DEMO"] = "1"

import django

django.setup()

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import connection
from django.test import Client

from manto.residents import commands, erasure, loading, personas, programs, queries
from manto.residents.catalogue import SourceKind
from manto.residents.models import Account, Fact, Lookup, Resident, Search
from manto.residents.queries import desk
from manto.residents.reference import catalogue
from manto.residents.roles import Role
from manto.services.models import Case, CaseMove, Document, JourneyVersion, Notice
from manto.services.programs import take_over_journeys

NOW = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)
TODAY = date(2026, 6, 9)
MAIL = "canarymail@example.org"
REASON = "canaryreason of a clerk about Canarygiven"


class Planted:
    """The canaries, by where they were planted."""

    def __init__(self):
        self.words = {}

    def plant(self, where):
        """Make a word that stands nowhere else."""
        self.words[where] = f"canary{len(self.words):03d}word"
        return self.words[where]


def a_value(kind, planted):
    """Give a value for a fact that nobody else has, where its type lets one be told from all others."""
    if kind.form == "email":
        return planted.plant(kind.name) + "@example.org"
    if kind.form == "phone":
        planted.words[kind.name] = "+39 0376 918273645"
        return planted.words[kind.name]
    if kind.form == "country":
        return "IT"
    if kind.values:
        return next(iter(kind.values))
    if kind.form == "cents":
        planted.words[kind.name] = str(918273645000000 + len(planted.words))
        return int(planted.words[kind.name])
    if kind.type == "text":
        return planted.plant(kind.name)
    return {"date": date(2026, 1, 1), "integer": 3, "boolean": True}[kind.type]


def plant_everything(her, child, clerk, planted):
    """Put a canary in everything that the room's commands take."""
    for purpose in ("tailoring", "proactive", "offer_memory", "health_plan", "research"):
        commands.grant_consent(her.id, purpose, language="it", now=NOW)
    for kind in catalogue():
        source = commands.Source(sorted(kind.sources)[0], planted.plant(f"source of {kind.name}"))
        old = commands.record_fact(
            her.id, kind.name, a_value(kind, planted), source=source, valid_from=date(2020, 1, 1), now=NOW
        )
        if kind.type == "text" and not (kind.form or kind.values):
            commands.correct_fact(old.id, planted.plant(f"corrected {kind.name}"), source=source, now=NOW)
    names = ("person.given_name", "Canarygiven"), ("person.family_name", "Canaryfamily")
    for name, value in names:
        planted.words[name + " as searched"] = value
        source = commands.Source(SourceKind.REGISTER, "civil")
        commands.record_fact(her.id, name, value, source=source, valid_from=date(2020, 1, 1), now=NOW)
    commands.appoint_guardian(child.id, her.id, proof=planted.plant("proof"), since=date(2020, 1, 1))
    commands.form_household([(her.id, "head"), (child.id, "child")], since=date(2020, 1, 1))
    fact = Fact.objects.filter(resident=her.id, name="home.street", superseded_at=None).first()
    contest = commands.contest_fact(fact.id, resident_id=her.id, reason=planted.plant("contest reason"), now=NOW)
    commands.decide_contest(
        contest.id,
        "amended",
        value=planted.plant("amended street"),
        reason=planted.plant("decision"),
        legal_basis=planted.plant("legal basis"),
        decided_by=clerk.id,
        now=NOW,
    )
    commands.withdraw_consent(her.id, "research", now=NOW)


def plant_looks(her, child, clerk, planted):
    """Let everybody look, with a canary in each reason."""
    queries.read_facts(her.id, ["home.street"], queries.Officer(clerk.id), planted.plant("clerk's reason"), NOW)
    queries.read_facts(her.id, ["home.street"], queries.Room("services"), planted.plant("room's reason"), NOW)
    queries.read_facts(child.id, ["person.birth"], queries.Guardian(her.id), planted.plant("guardian's reason"), NOW)
    planted.words["reason of a search that found others too"] = "canaryreason of a clerk about Canarygiven"
    desk.find_residents("Can", clerk.id, REASON, "it", NOW)


def plant_case(her, child, clerk, planted):
    """Put a canary in an application, its papers, its story and a notice of it."""
    journey = JourneyVersion.objects.filter(service="nursery-place").get()
    case = Case.objects.create(
        service="nursery-place",
        subject=child,
        applicant=her,
        proof=planted.plant("proof"),
        journey=journey,
        state="sent",
        number=planted.plant("number")[:24],
        opened_at=NOW,
        answers={"x": planted.plant("answer")},
        told={"x": {"value": planted.plant("told"), "from": "applicant"}},
    )
    CaseMove.objects.create(
        case=case, origin="sent", to="refused", who="officer", at=NOW, reason=planted.plant("reason of a decision")
    )
    Document.objects.create(
        case=case,
        field="x",
        name=planted.plant("file name"),
        media_type="application/pdf",
        size=1,
        sha256="",
        content=b"%PDF-" + planted.plant("file").encode() * 3000,
        added_at=NOW,
    )
    Notice.objects.create(
        resident=her,
        topic="cases",
        kind="case.granted",
        matter=planted.plant("matter"),
        made_at=NOW,
        values={"title": planted.plant("notice")},
        href="/services",
    )


def plant_sign_in(her, planted):
    """Put a canary in everything that signing in keeps."""
    account = her.account
    planted.words["address"] = MAIL
    EmailAddress.objects.create(user=account, email=MAIL, verified=True, primary=True)
    Authenticator.objects.create(
        user=account, type="webauthn", data={"name": planted.plant("passkey"), "credential": {}}
    )
    SocialAccount.objects.create(
        user=account, provider="city", uid=planted.plant("uid"), extra_data={"name": planted.plant("claims")}
    )
    send_mail("Code", planted.plant("mail"), None, [MAIL])
    browser = Client(HTTP_ACCEPT_LANGUAGE="it", headers={"host": "localhost"})
    browser.force_login(account)
    planted.words["session"] = browser.session.session_key
    for path in ("me", "me/facts", "me/lookups", "me/consents", "me/export", "session"):
        assert browser.get(f"/api/v1/{path}").status_code == 200, path
    return browser


def plant_conversation(browser, planted):
    """Put a canary in what is said to the assistant, and in what is handed over to a person."""
    token = {"content_type": "application/json"}
    asked = browser.post("/api/v1/assistant/ask", data={"question": f"ciao {planted.plant('said')}"}, **token)
    handed = {"id": str(uuid4()), "question": planted.plant("handed over"), "with_dialogue": True}
    told = browser.post("/api/v1/me/questions", data=handed, **token)
    assert (asked.status_code, told.status_code) == (200, 200)


def contents():
    """Read every byte of every file that the city keeps, of the database's own files, and every row of every table."""
    paths = [path for path in Path(settings.HOME).rglob("*") if path.is_file()]
    if connection.vendor == "postgresql":
        paths += files_of_postgresql()
    read = {path.name: b"" for path in paths}
    for path in paths:
        read[path.name] += path.read_bytes()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608 - a name of our own
            read[f"rows of {table}"] = "\n".join(map(str, cursor.fetchall())).encode()
    return read


def files_of_postgresql():
    """List the files of this database, when the server's folder is on this machine and may be read."""
    with connection.cursor() as cursor:
        cursor.execute("checkpoint")
        cursor.execute(
            "select current_setting('data_directory'), oid from pg_database where datname = current_database()"
        )
        folder, oid = cursor.fetchone()
    try:
        return [path for path in (Path(folder) / "base" / str(oid)).rglob("*") if path.is_file()]
    except PermissionError:
        return []


def sightings(words):
    """Say in which files which canaries are."""
    seen = {}
    read = contents()
    for where, forms in words.items():
        hits = sorted(name for name, content in read.items() if any(form in content for form in forms))
        if hits:
            seen[where] = hits
    return seen


def forms_of(planted, her):
    """Give the bytes in which each canary could be written."""
    forms = {where: [word.encode()] for where, word in planted.words.items()}
    forms["address"].append(MAIL.upper().encode())
    for where, identifier in (("resident id", her.id), ("account id", her.account.id)):
        forms[where] = [str(identifier).encode(), identifier.hex.encode(), identifier.bytes]
    forms["pairwise id"] = [her.pairwise_id.encode()]
    return forms


def others(her):
    """Count what is kept about everybody else."""
    return [
        Resident.objects.exclude(id=her.id).count(),
        Fact.objects.exclude(resident=her.id).count(),
        Lookup.objects.exclude(resident=her.id).filter(guardian=None).count(),
        Search.objects.count(),
        Account.objects.exclude(id=her.account.id if her.account else None).count(),
    ]


def main():
    """Plant, look, erase, look again."""
    call_command("migrate", verbosity=0)
    loading.load_personas(personas.content_of_city(), today=TODAY, now=NOW)
    take_over_journeys(settings.CITY, now=NOW)
    clerk = Account.objects.create_user("clerk@example.org", name="Chiara", role=Role.REGISTRAR)
    child = commands.register_resident(now=NOW)
    namesake = commands.register_resident(now=NOW)
    source = commands.Source(SourceKind.REGISTER, "civil")
    for other in (child, namesake):
        commands.record_fact(other.id, "person.given_name", "Candida", source=source, valid_from=TODAY, now=NOW)
    account = Account.objects.create_user(MAIL)
    her = commands.register_resident(now=NOW, account_id=account.id)
    planted = Planted()
    plant_everything(her, child, clerk, planted)
    plant_looks(her, child, clerk, planted)
    plant_case(her, child, clerk, planted)
    browser = plant_sign_in(her, planted)
    plant_conversation(browser, planted)
    # Thousands move in afterwards: pages split, and a database that copies without wiping leaves something behind.
    programs.move_in(people=3000, seed=3, on=TODAY, progress=lambda *_: None)
    forms = forms_of(planted, her)
    her_before = Resident.objects.get(id=her.id)
    kept = others(her_before)
    erasure.scrub(now=NOW)  # so that what is in the log of writes is in the files
    before = sightings(forms)
    answer = browser.post("/api/v1/me/erase", data={"confirm": "ERASE"}, content_type="application/json")
    erased = answer.json()
    if connection.vendor == "postgresql":
        erasure.scrub(now=NOW, thorough=True)
    after = sightings(forms)
    left = others(her_before)
    print(
        json.dumps(
            {
                "status": answer.status_code,
                "planted": sorted(forms),
                "before": before,
                "files": sorted(name for name in contents() if not name.startswith("rows of")),
                "after": after,
                "kept": kept,
                "left": left,
                "receipt": erased["receipt"],
                "commitment_is_hers": erasure.commitment(her.id, erased["salt"])
                == erased["receipt"]["receipt"]["commitment"],
                "session_ended": browser.get("/api/v1/me").status_code == 401,
                "scrubbed": erasure.Erasure.objects.filter(scrubbed_at__isnull=False).count(),
            }
        )
    )


if __name__ == "__main__":
    sys.exit(main())
