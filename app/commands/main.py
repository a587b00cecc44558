"""The command line: `parity`."""

import os
import sys
from typing import Any

import typer
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError, TimeoutError
from typer.core import TyperGroup

from app.commands import (
    auditing,
    belongings,
    checking,
    exporting,
    keeping,
    keys,
    mailing,
    people,
    questionnaires,
    scoring,
    serving,
    tokens,
    verifying,
)
from app.commands.opening import read_settings, unreachable
from app.commands.speaking import give_up, tell


class Calm(TyperGroup):
    """What stands in the way of any command and is no mistake of ours is one sentence: a database or a disk."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except OSError as error:  # the output itself: what waits for it would fail again at the end
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), sys.stdout.fileno())
            tell(f"The output cannot be written: {error.strerror or error}. Make room, or send it elsewhere.")
            sys.exit(1)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # whoever read has seen enough
            raise
        except OSError as error:
            place = error.filename or "The output"
            give_up(f"{place} cannot be used: {error.strerror or error}. Make room, or make it readable and writable.")
        except (IntegrityError, ProgrammingError, DataError):
            raise
        except (DBAPIError, TimeoutError) as error:
            give_up(unreachable(error, read_settings()))


cli = typer.Typer(
    cls=Calm, no_args_is_help=True, add_completion=False, help="Parity, the self-assessment of gender equality."
)
cli.callback()(belongings.begin)
cli.command("start", hidden=True)(serving.start)
cli.command("serve")(serving.serve)
cli.command("migrate")(serving.migrate)
cli.command("demo")(serving.demo)
cli.command("backup")(keeping.backup)
cli.command("restore")(keeping.restore)
cli.command("purge")(keeping.purge)
cli.command("score")(scoring.score)
cli.command("verify")(verifying.verify)
cli.command("check")(checking.check)
cli.add_typer(exporting.cli, name="export")
cli.add_typer(auditing.cli, name="audit")
cli.add_typer(keys.cli, name="keys")
cli.add_typer(questionnaires.cli, name="questionnaire")
cli.add_typer(mailing.cli, name="mail")
cli.add_typer(people.user_cli, name="user")
cli.add_typer(tokens.token_cli, name="token")
cli.add_typer(people.members_cli, name="members")
