"""Commands for the tokens with which programs use the API as a person."""

from datetime import timedelta
from typing import Annotated

import typer
from sqlmodel import Session

from app.access.identity import READ, WRITE, lacks_factor, utc_now
from app.cli.bootstrap import open_catalogue, open_migrated, open_settings
from app.cli.output import echo, give_up
from app.db.tables.people import Person
from app.features.accounts import changed, tokens
from app.features.directory.people.people import person_with
from app.validation.mail_addresses import normalised
from app.validation.names import read_name
from questionnaires.problems import Problem

token_cli = typer.Typer(no_args_is_help=True, help="Tokens for the API.")

Email = Annotated[str, typer.Option(help="The email address of the account.")]


@token_cli.command("create")
def create_token(
    email: Email,
    name: Annotated[str, typer.Option(help="What it is for. Default: today's date.")] = "",
    scope: Annotated[str, typer.Option(help=f"{READ}, or {WRITE}: read and write.")] = WRITE,
    days: Annotated[int, typer.Option(min=1, max=tokens.MOST_DAYS, help="How many days it works.")] = tokens.MOST_DAYS,
) -> None:
    """Create a bearer token for the API. It is shown once and stored hashed."""
    settings, now, problems = open_settings(), utc_now(), list[Problem]()
    name = read_name("name", name.strip() or tokens.name_of_day(now), problems)
    if scope not in (READ, WRITE):
        give_up(f"The scope must be {READ} or {WRITE}.")
    if problems:
        give_up(problems[0].text())
    with open_migrated(settings, open_catalogue()) as database, database.writing() as db:
        person = _person(db, email)
        if lacks_factor(db, settings, person.id, person.office):
            give_up(
                f"{person.email} is {person.office} and has no second factor yet, so their tokens do not work. "
                f"Ask them to sign in at {settings.address} once and set one up, then create the token."
            )
        wish = tokens.TokenWish(name, scope, timedelta(days=days))
        token = tokens.create(db, person.id, wish, by="command line", at=now)
        changed.tell(db, person.id, "token", at=now)
        echo(token)  # where it cannot be shown, there is none


@token_cli.command("list")
def list_tokens(email: Email) -> None:
    """List the valid tokens of an account: id, scope, last day, last use and name."""
    with open_migrated(open_settings(), open_catalogue()) as database, database.reading() as db:
        working = tokens.tokens_of(db, _person(db, email).id, utc_now())
    for token in working:
        used = f"last used {token.used_at:%Y-%m-%d}" if token.used_at else "never used"
        echo(f"{token.id}  {token.scope:5}  until {token.expires_at:%Y-%m-%d}  {used:20}  {token.name}")
    if not working:
        echo(f"{normalised(email)} has no token.")


@token_cli.command("revoke")
def revoke_tokens(
    email: Email,
    token: Annotated[str, typer.Option(help="Its id, as `parity token list` shows it.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All tokens of the account.")] = False,
) -> None:
    """Revoke one token of an account, or all: programs can no longer use them."""
    if bool(token) == every:
        give_up("Name the token: --token with an id from `parity token list`, or --all.")
    with open_migrated(open_settings(), open_catalogue()) as database, database.writing() as db:
        person, now = _person(db, email), utc_now()
        ids = [row.id for row in tokens.tokens_of(db, person.id, now)] if every else [token]
        ended = [tokens.revoke(db, person.id, id_, by="command line", at=now) for id_ in ids]
        if not every and not any(ended):
            give_up(f"{person.email} has no token {token}. `parity token list --email {person.email}` shows them.")
    echo(f"Revoked {sum(ended)} of {normalised(email)}.")


def _person(db: Session, email: str) -> Person:
    person = person_with(db, email)
    if person is None:
        give_up(f"There is no account {email}. Add it with `parity user add`.")
    return person
