"""What a service designer does with application forms, from the program ``manto journeys``. All of it as JSON, if asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from manto.kernel.errors import BadInput, NotAllowed, NotFound

console = Console(highlight=False, soft_wrap=True)
ServiceId = Annotated[str, typer.Argument(help="A service's id, as nursery-place.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Language = Annotated[str, typer.Option(help="it or en.")]
By = Annotated[str, typer.Option("--by", help="The address of your account at the city.")]
Version = Annotated[str, typer.Argument(help="A version's number, or the beginning of its hash.")]


def make_app(open_city: Callable[[], None]) -> typer.Typer:
    """Make the commands.

    Args:
        open_city: Loads the city whose forms they are.

    """
    app = typer.Typer(help="Propose, compare and publish the application forms of services.", no_args_is_help=True)

    @app.command(name="list")
    def list_versions(
        service: Annotated[str, typer.Argument(help="A service's id; all when left out.")] = "",
        as_json: AsJson = False,
    ) -> None:
        """List the versions of each form: number, hash, how it stands, who proposed it."""
        open_city()
        _list(service, as_json)

    @app.command()
    def show(service: ServiceId, version: Annotated[str, typer.Argument(help="Number or hash.")] = "live") -> None:
        """Print a version as JSON, to be changed and proposed; the live one when none is named."""
        open_city()
        console.print(json.dumps(_version(service, version).document, ensure_ascii=False, indent=2), markup=False)

    @app.command()
    def check(
        files: Annotated[list[Path], typer.Argument(help="Forms as JSON.")],
        language: Language = "en",
        as_json: AsJson = False,
    ) -> None:
        """Show every mistake of a form at its place, and what to do."""
        open_city()
        _check(files, language, as_json)

    @app.command()
    def propose(
        file: Annotated[Path, typer.Argument(help="A form as JSON; its number is given here.")],
        by: By,
        note: Annotated[str, typer.Option(help="What changes and why.")],
    ) -> None:
        """Keep a version beside the live one, to be compared, tried and published by somebody else."""
        open_city()
        _propose(file, by, note)

    @app.command()
    def diff(
        service: ServiceId,
        before: Version,
        after: Version,
        language: Language = "en",
        as_json: AsJson = False,
    ) -> None:
        """Say what differs between two versions, question by question."""
        open_city()
        _diff(_version(service, before), _version(service, after), language, as_json)

    @app.command()
    def publish(
        service: ServiceId,
        version: Version,
        by: By,
        live_from: Annotated[
            datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Its first day; today if left out.")
        ] = None,
        note: Annotated[str, typer.Option(help="Why.")] = "",
    ) -> None:
        """Let those who begin from a day on walk through a version; never one's own proposal."""
        open_city()
        _publish(_version(service, version), by, live_from, note)

    @app.command()
    def withdraw(
        service: ServiceId, version: Version, by: By, note: Annotated[str, typer.Option(help="Why.")] = ""
    ) -> None:
        """Let go of a proposal, or of a version whose day has not come."""
        open_city()
        _withdraw(_version(service, version), by, note)

    return app


def _version(service: str, named: str) -> Any:
    from django.conf import settings

    from manto.residents.commands.lookups import city_day
    from manto.services.models import JourneyVersion
    from manto.services.reference import the_service
    from manto.services.which_journey import live_version

    the_service(service)
    if named == "live":
        found = live_version(service, city_day(settings.CLOCK.now()))
    else:
        by = {"number": int(named)} if named.isdecimal() and len(named) < 6 else {"hash__startswith": named}
        found = JourneyVersion.objects.filter(service=service, **by).order_by("-created_at").first()
    if found is None:
        raise NotFound(f"'{service}' has no version '{named}'.", f"See `manto journeys list {service}`.")
    return found


def _list(service: str, as_json: bool) -> None:
    from django.conf import settings

    from manto.residents.commands.lookups import city_day
    from manto.services.models import JourneyVersion
    from manto.services.queries.journeys import standing_of
    from manto.services.reference import services, the_service
    from manto.services.which_journey import live_version

    today, rows = city_day(settings.CLOCK.now()), []
    for name in [the_service(service).id] if service else sorted(services()):
        live = live_version(name, today)
        for one in JourneyVersion.objects.select_related("proposed_by").filter(service=name).order_by("-number"):
            rows.append(
                {
                    "service": name,
                    "number": one.number,
                    "standing": standing_of(one, live, today),
                    "live_from": one.live_from.isoformat() if one.live_from else None,
                    "proposed_by": str(one.proposed_by) if one.proposed_by else one.origin,
                    "note": one.note,
                    "hash": one.hash,
                }
            )
    if as_json:
        console.print(json.dumps(rows, ensure_ascii=False, indent=2), markup=False)
        return
    for row in rows:
        said = (
            f"{row['service']:<24} {row['number']:>3}  {row['standing']:<11} {row['hash'][:12]}  {row['proposed_by']}"
        )
        console.print(f"{said}  {row['note']}".rstrip(), markup=False)


def _read(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.", "Check its name.") from None
    except ValueError as error:
        raise BadInput(f"{file} is not JSON: {error}.", "Mend it there.") from None
    if not isinstance(document, dict):
        raise BadInput(f"{file} holds no form.", "Begin with `manto journeys show`.")
    return document


def _check(files: list[Path], language: str, as_json: bool) -> None:
    from manto.residents.reference import catalogue
    from manto.services.journey_words import tell_mistake
    from manto.services.journeys.checking import mistakes_of

    facts = {kind.name: kind.type for kind in catalogue()}
    told = []
    for file in files:
        document = _read(file)
        told += [
            {"file": str(file), **tell_mistake(one, document, language)} for one in mistakes_of(document, facts=facts)
        ]
    if as_json:
        console.print(json.dumps(told, ensure_ascii=False, indent=2), markup=False)
    else:
        for one in told:
            near = f" ({one['near']}?)" if one["near"] else ""
            console.print(f"{one['file']}: {one['where']}: {one['what']}{near} {one['next_step']}", markup=False)
        if not told:
            console.print(f"{len(files)} read, nothing is wrong.")
    if told:
        raise typer.Exit(1)


def _diff(before: Any, after: Any, language: str, as_json: bool) -> None:
    from manto.services.journey_words import tell_changes
    from manto.services.wording import texts

    told = tell_changes(before.document, after.document, language)
    if as_json:
        console.print(json.dumps([vars(one) for one in told], ensure_ascii=False, indent=2), markup=False)
        return
    where = None
    for one in told:
        if one.where != where:
            console.print(one.where, markup=False)
        where = one.where
        console.print(f"  {texts.say(f'journey.kind.{one.kind}', language)}: {one.what}", markup=False)
        for sign, text in (("-", one.before), ("+", one.after)):
            if text:
                console.print(f"    {sign} {text}", markup=False)
    if not told:
        console.print("Nothing differs.")


def _member(email: str, roles: tuple[Any, ...]) -> Any:
    from manto.residents.models import Account

    account = Account.objects.filter(email=email, is_active=True).exclude(role="").first()
    if account is None:
        raise NotFound(f"No member of staff has the address {email}.", "Make the account first, under Reference data.")
    if account.role not in roles:
        named = ", ".join(sorted(role.value.replace("_", " ") for role in roles))
        raise NotAllowed(f"This is for the {named}.", "Ask an administrator if it should be yours.")
    return account


def _propose(file: Path, by: str, note: str) -> None:
    from django.conf import settings

    from manto.services.commands.journeys import PROPOSERS, propose_change

    document = _read(file)
    account = _member(by, PROPOSERS)
    service = str(document.get("service"))
    version = propose_change(service, document, account_id=account.id, note=note, now=settings.CLOCK.now())
    console.print(f"Version {version.number} of {service} is proposed: {version.hash[:12]}.")


def _publish(version: Any, by: str, live_from: datetime | None, note: str) -> None:
    from django.conf import settings

    from manto.services.commands.journeys import PUBLISHERS, publish_journey

    account, now = _member(by, PUBLISHERS), settings.CLOCK.now()
    day = live_from.date() if live_from else None
    made = publish_journey(version.hash, account_id=account.id, live_from=day, note=note, now=now)
    console.print(f"Version {made.number} of {made.service} serves who begins from {made.live_from or 'now'} on.")


def _withdraw(version: Any, by: str, note: str) -> None:
    from django.conf import settings

    from manto.residents.roles import Role
    from manto.services.commands.journeys import PROPOSERS, PUBLISHERS, withdraw_journey

    account = _member(by, (*PROPOSERS, *PUBLISHERS))
    role, now = Role(account.role), settings.CLOCK.now()
    made = withdraw_journey(version.hash, account_id=account.id, role=role, note=note, now=now)
    console.print(f"Version {made.number} of {made.service} is withdrawn.")
