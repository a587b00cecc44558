"""Commands for accounts and the list of members."""

import json
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlmodel import col

from app.access import identity, passwords
from app.access.identity import key_of, utc_now
from app.access.one_time_links import path_of
from app.assessments.rights import Role
from app.cli.bootstrap import open_catalogue, open_migrated, open_settings
from app.cli.input_files import MAY_HOLD_A_TABLE, kind_of, read_content
from app.cli.output import echo, give_up
from app.cli.personal_data import held_on
from app.db import audit_log
from app.db.installation import is_demo
from app.db.session import Database
from app.db.tables.people import Administration, Person
from app.features.accounts import actions
from app.features.directory import members
from app.features.directory.files import MOST_BYTES, BadFile, read_file
from app.features.directory.people import notices, people
from app.files.atomic_write import written_whole
from app.validation.mail_addresses import normalised
from questionnaires.codes import read_capitals

user_cli = typer.Typer(no_args_is_help=True, help="Accounts.")
members_cli = typer.Typer(no_args_is_help=True, help="The member administrations.")

NEEDS_FACTOR = "The office requires a second factor: the person sets it up at the next sign-in."
OPERATOR = notices.Author("", "The technical administrator")
"""Who is named in mails for what was done by a command: nobody signs in there."""
Email = Annotated[str, typer.Option(help="The email address of the account.")]


def _database() -> Database:
    return open_migrated(open_settings(), open_catalogue())


@user_cli.command("add")
def add_user(
    email: Email,
    name: Annotated[str, typer.Option(help="The person's name, as colleagues know it.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(Role)}.")],
    administration: Annotated[
        str, typer.Option(help="For the first four: the code of the administration, such as FR.")
    ] = "",
    password: Annotated[
        str,
        typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="If left out, you are asked for it."),
    ] = "",
) -> None:
    """Add an account."""
    new, settings = people.NewPerson(email, name, password, role, read_capitals(administration)), open_settings()
    password_hash = passwords.hash_password(password)
    with open_migrated(settings, open_catalogue()) as database, database.writing() as db:
        if problem := people.problem_of(db, new):
            give_up(problem)
        id_ = people.add_person(db, new, password_hash, by="command line", at=utc_now())
        if role == Role.HEAD:
            place = db.execute(
                select(Administration).where(col(Administration.code) == new.administration)
            ).scalar_one()
            person = db.get_one(Person, id_)
            notices.tell_head(db, place, person, person.name, by=OPERATOR, at=utc_now())
        is_needed = identity.is_needed(db, settings, role)
    echo(f"Added {role} {normalised(email)}.")
    if is_needed:
        echo(NEEDS_FACTOR, err=True)


@user_cli.command("disable")
def disable_user(email: Email) -> None:
    """Disable an account at once, with its sessions and tokens."""
    with _database() as database, database.writing() as db:
        person = people.person_with(db, email)
        if person is None:
            give_up(f"There is no account {email}.")
        if person.is_active:
            people.disable(db, person, by="command line", at=utc_now())
            notices.tell_disabled(db, person, by=OPERATOR, at=utc_now())
    echo(f"Disabled {normalised(email)}.")


@user_cli.command("data")
def user_data(email: Email, out: Annotated[Path, typer.Option(help="The JSON file to write.")]) -> None:
    """Write all data held about a person into a file, for that person."""
    with _database() as database:
        with database.reading() as db:
            held = held_on(db, email)
        if held is None:
            give_up(f"There is no account {email}.")
        try:
            with written_whole(out) as draft:
                draft.write_text(json.dumps(held, ensure_ascii=False, indent=1), encoding="utf-8")
        except OSError as error:
            give_up(f"{out} cannot be written: {error.strerror}.")
        details = {"person": held["person"][0]["id"]}
        with database.writing() as db:
            audit_log.record(db, "data of a person written", by="command line", at=utc_now(), details=details)
    echo(f"{out}: {', '.join(f'{name} {len(rows):,}' for name, rows in held.items())}")


@user_cli.command("password")
def reset_password(email: Email) -> None:
    """Print a link to choose a new password. It works once, for an hour."""
    settings = open_settings()
    with _database() as database, database.writing() as db:
        key = key_of(settings)
        link = actions.make_reset_link(db, key, normalised(email), by="command line", at=utc_now())
        if link is None:
            give_up(f"There is no active account {email}.")
        echo(settings.address + path_of(key, link.id))  # where it cannot be shown, there is none


@user_cli.command("second-factor")
def remove_second_factor(
    email: Email,
    off: Annotated[bool, typer.Option("--off", help="Remove it: app, passkeys and recovery codes.")] = False,
) -> None:
    """Let in a person who has lost phone, passkeys and recovery codes. First make sure who is asking."""
    if not off:
        give_up("Add --off to remove the authenticator app, the passkeys and the recovery codes of this account.")
    settings = open_settings()
    with open_migrated(settings, open_catalogue()) as database, database.writing() as db:
        person = actions.remove_factors(db, normalised(email), by="command line", at=utc_now())
        if person is None:
            give_up(f"There is no active account {email}.")
        is_needed = identity.is_needed(db, settings, person.office)
    now = "sets up a new second factor at the next sign-in" if is_needed else "signs in without a second factor now"
    echo(f"{normalised(email)} {now}, and is signed out everywhere.")


@members_cli.command("import")
def import_members(
    file: Annotated[
        Path | None, typer.Argument(help="A CSV or Excel file. Default: the list that ships with Parity.")
    ] = None,
) -> None:
    """Import the list of member administrations into an installation that is not a demo."""
    path = file or members.SHIPPED
    content = read_content(path, MOST_BYTES)
    if (kind := kind_of(content)) not in MAY_HOLD_A_TABLE:
        give_up(f"{path} is {kind}. Give a list of administrations, as CSV or as an Excel workbook.")
    try:
        sheet = read_file(content)
    except BadFile as error:
        give_up(f"{path}: {error}")
    with _database() as database:
        with database.reading() as db:
            if is_demo(db):
                give_up("This installation holds the demo round. Real members and invented scores cannot be mixed.")
            plan = members.plan_of(db, sheet)
        if plan.refused:
            give_up("\n".join(f"{path}, {entry.cell}: {entry.problem.text()}" for entry in plan.refused))
        with database.writing() as db:
            if not members.carry_out(db, plan, by="command line", at=utc_now()):
                give_up("Someone changed the list in the meantime. Run the command again.")
    echo(f"{len(sheet.rows)} members imported: {len(plan.added)} added, {len(plan.changed)} changed.")
