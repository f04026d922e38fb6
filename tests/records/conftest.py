"""A founded register with its officers, a few residents, and a clock that obeys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from tests.records.wallet import Wallet

from manto.kernel.clock import FixedClock
from manto.records import commands, node, vault
from manto.records.commands import drafts, wallets
from manto.records.founding import appoint, found_register, with_new_key
from manto.records.models import Record
from manto.records.reference import agencies, types
from manto.residents.catalogue import SourceKind
from manto.residents.commands import Source, lookups, record_fact, register_resident
from manto.residents.models import Account
from manto.residents.roles import Role

NOW = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)
CIVIL = Source(SourceKind.REGISTER, "civil")
TITLE = {
    "parcel": "E897-45-312-7",
    "address": "Via Corridoni 12",
    "kind": "flat",
    "area_m2": 94,
    "owners": [{"name": "Paolo Mancini", "share": "1/1"}],
}
CAR = {
    "plate": "GA123BC",
    "vin": "ZFA31200000512345",
    "make": "Fiat",
    "model": "Panda",
    "first_registered": "2018-11-05",
    "fuel": "hybrid",
    "keeper": "Paolo Mancini",
}
POLICY = {
    "policy": "VR-2026-0417",
    "insurer": "Assicurazioni Virgilio",
    "covers": "vehicle",
    "object": "GA123BC",
    "policyholder": "Paolo Mancini",
    "valid_from": "2026-01-01",
    "valid_until": "2026-12-31",
}
INSPECTION = {"centre": "Revisioni Mincio", "done_on": "2026-02-01", "valid_until": "2028-02-29"}


@dataclass
class Office:
    """The register as its officers and residents use it."""

    clock: FixedClock
    officers: dict[str, UUID] = field(default_factory=dict)
    residents: dict[str, UUID] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """Say what time it is here."""
        return self.clock.now()

    def appoint(self, *wanted: tuple[str, str, tuple[str, ...]]) -> None:
        """Appoint officers: name, agency, roles; all roles of the agency when none is named."""
        for name in {name for name, _, _ in wanted} - set(self.officers):
            account = Account.objects.create_user(f"{name}@example.org", name=name.title(), role=Role.REGISTRAR)
            self.officers[name] = account.id
        with_keys = [
            with_new_key(self.officers[name], agency, roles or sorted(agencies()[agency].roles))
            for name, agency, roles in wanted
        ]
        appoint(with_keys, self.now)

    def resident(self, name: str, family: str, birth: date = date(1978, 4, 1)) -> UUID:
        """Let somebody be known to the city."""
        account = Account.objects.create_user(f"{name}.{family}@example.org".lower())
        one = register_resident(now=self.now, language="en", account_id=account.id)
        facts = {"person.given_name": name, "person.family_name": family, "person.birth": birth}
        for fact, value in facts.items():
            record_fact(one.id, fact, value, source=CIVIL, valid_from=birth, now=self.now)
        self.residents[name.lower()] = one.id
        identifier: UUID = one.id
        return identifier

    def entry(
        self, register: str, kind: str, says: dict[str, Any] | None = None, of: Any = None, to: Any = (), **more: Any
    ) -> Any:
        """Say what is to be entered: about a record, or a new one of some residents, attached or not."""
        type_ = types()[register]
        holders = [self.residents.get(name) for name in ([to] if isinstance(to, str) else to)]
        given = tuple(drafts.new_holder(one, type_) for one in holders)
        if type_.holders.of_parent and of is not None:
            given = tuple(
                drafts.HolderGiven(one.resident_id, bytes(one.key), bytes(one.seed))
                for one in of.holders.filter(until=None)
            )
        if kind == "issue":
            subject = more.pop("subject", None)
            if subject is None:
                name = drafts.name_for(type_, says or {}, holders[0] if holders else None, of)
            else:
                name = f"{register}/{subject}"
        else:
            name = of.name
        return drafts.Entry(name, kind, says, given if given or kind == "issue" else None, **more)

    def file(self, officer: str, *entries: Any) -> UUID:
        """Have an officer draw something up."""
        return commands.file_draft(entries, account_id=self.officers[officer], now=self.now)

    def sign(self, draft: UUID, *names: str) -> str:
        """Have officers and residents sign; give the draft's state afterwards."""
        state = ""
        for name in names:
            if name in self.officers:
                state = commands.sign_as_officer(draft, account_id=self.officers[name], now=self.now)
            else:
                state = commands.sign_as_holder(draft, resident_id=self.residents[name], now=self.now)
        return state

    def enter(self, signers: str, *entries: Any) -> Any:
        """Draw up, look over, have signed and enter; give the record. Before a slash: who draws it up and does not sign."""
        author, _, others = signers.rpartition("/")
        names = others.split()
        officer = author or next(name for name in names if name in self.officers)
        draft = self.file(officer, *entries)
        if any(types()[entry.register].life[entry.kind].eyes > 1 for entry in entries):
            self.check(draft, "second")
        assert self.sign(draft, *names) == "final"
        return Record.objects.get(name=entries[-1].record)

    def check(self, draft: UUID, officer: str) -> None:
        """Let a second pair of eyes look a draft over."""
        commands.check_draft(draft, account_id=self.officers[officer], approve=True, now=self.now)

    def later(self, **span: float) -> int:
        """Let time pass and do whatever its hour has come for, until nothing more is due."""
        self.clock.advance(timedelta(**span))
        done = 0
        while (now_done := commands.tick(self.now)) and done < 1000:
            done += now_done
        return done

    def car(self) -> Any:
        """Register Paolo's car, insured and inspected."""
        subject = drafts.name_for(types()["vehicle"], CAR, None, None).partition("/")[2]
        self.enter("ines", self.entry("insurance", "issue", POLICY, to="paolo", subject=subject))
        self.enter("mara", self.entry("inspection", "issue", INSPECTION, subject=subject))
        return self.enter("mara paolo", self.entry("vehicle", "issue", CAR, to="paolo"))

    def flat(self) -> Any:
        """Enter Paolo's flat."""
        return self.enter("chiara", self.entry("land-title", "issue", TITLE, to="paolo"))


OFFICERS = {
    "chiara": ("land-registry",),
    "mara": ("vehicle-agency",),
    "livia": ("licensing-office",),
    "piero": ("passport-office",),
    "rosa": ("passport-office",),
    "silvia": ("electoral-office",),
    "anna": ("civil-registrar",),
    "berta": ("civil-registrar",),
    "dora": ("health-authority", "physician"),
    "ottavio": ("notaries",),
    "ines": ("insurers",),
    "bruno": ("banks",),
    "carlo": ("court",),
    "pina": ("police",),
}


@pytest.fixture
def office(db: Any, settings: Any, tmp_path: Path) -> Iterator[Office]:
    """Give a founded register with an officer at each agency, and Paolo, Giulia and Enzo."""
    settings.HOME = tmp_path
    settings.CLOCK = FixedClock(NOW)
    lookups.forget_seen()
    cache.clear()
    vault._secret.cache_clear()
    found_register(NOW)
    made = Office(settings.CLOCK)
    made.appoint(*((name, agency, tuple(roles)) for name, (agency, *roles) in OFFICERS.items()))
    made.appoint(*(("second", agency, ()) for agency in ("land-registry", "vehicle-agency", "licensing-office")))
    made.resident("Paolo", "Mancini")
    made.resident("Giulia", "Ferrari", date(1995, 2, 3))
    made.resident("Enzo", "Marchetti", date(1947, 5, 5))
    yield made
    node.close_ledger()


@pytest.fixture
def flat(office: Office) -> Any:
    """Give Paolo's flat."""
    return office.flat()


@pytest.fixture
def wallet() -> Wallet:
    """Give a wallet."""
    return Wallet()


def at_s(office: Office) -> int:
    return int(office.now.timestamp())


def offer(office: Office, record: Any, who: str = "paolo") -> tuple[str, str]:
    return wallets.offer_to_wallet(record.id, office.residents[who], office.now)
