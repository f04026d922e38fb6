"""`manto records`: keep the city's registers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from manto.cli.city import open_city
from manto.cli.progress import Steps
from manto.kernel.errors import NotFound

app = typer.Typer(no_args_is_help=True, help="Keep the city's registers: take over an old one, appoint officers.")
console = Console(highlight=False)


@app.command("import")
def import_register(
    file: Annotated[Path, typer.Argument(help="A CSV file whose columns are the type's fields.")],
    register: Annotated[str, typer.Option("--type", help="The record type, as land-title.")],
    source: Annotated[str, typer.Option(help="Where the file comes from, as 'Land register until 2025'.")],
) -> None:
    """Take over an old register as it is, graded "unverified legacy".

    The city may be serving meanwhile. Run again with the same file after an interruption, it goes on where it stopped;
    what cannot be taken is left and reported by line, here and at the desk.
    """
    open_city()
    from django.conf import settings

    from manto.records import bulk, node

    try:
        with Steps(console) as steps:
            run = bulk.import_register(file, register, source=source, now=settings.CLOCK.now(), progress=steps)
    finally:
        node.close_ledger()
    console.print(bulk.describe(run, settings.CITY.default_language), soft_wrap=True)


@app.command()
def officer(
    email: Annotated[str, typer.Argument(help="The address of the officer's account.")],
    agency: Annotated[str, typer.Option(help="The agency that answers for her, as land-registry.")],
    roles: Annotated[list[str], typer.Option("--role", help="What she signs as; may be given again.")],
    in_module: Annotated[bool, typer.Option("--in-module", help="Make the key in the hardware module.")] = False,
) -> None:
    """Make a key for an officer and have her agency delegate it. While the city is not served."""
    open_city()
    from django.conf import settings

    from manto.records import node
    from manto.records.founding import appoint_officer
    from manto.residents.models import Account

    account = Account.objects.filter(email=email).exclude(role="").first()
    if account is None:
        raise NotFound(f"No member of staff has the address {email}.", "Make the account first, under Reference data.")
    try:
        key = appoint_officer(account.id, agency, roles, settings.CLOCK.now(), in_module=in_module)
    finally:
        node.close_ledger()
    console.print(f"{account} signs for {agency} with the key {key.hex()[:16]}… as {', '.join(roles)}.")


@app.command()
def pages(
    folder: Annotated[Path, typer.Argument(help="Where the pages go, as docs/guide/records.")],
) -> None:
    """Write a page of documentation for each record type from its data."""
    open_city()
    from manto.records.reference import own_types, read_types
    from manto.records.type_pages import index_of, page_of

    found = {one.id: one for one in read_types(own_types())}
    folder.mkdir(parents=True, exist_ok=True)
    for name, one in found.items():
        (folder / f"{name}.md").write_text(page_of(one, found), encoding="utf-8")
    (folder / "index.md").write_text(index_of(found.values()), encoding="utf-8")
    console.print(f"{len(found)} pages are in {folder}.")
