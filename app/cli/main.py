"""The command line: `parity`."""

import os
import sys
from typing import Any

import typer
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError, TimeoutError
from typer.core import TyperGroup

from app.cli import audit, check, keys, mail, questionnaire, score, serve, tokens, users, verify
from app.cli.backup import commands as backup
from app.cli.bootstrap import read_settings
from app.cli.export import commands as export
from app.cli.output import echo, give_up
from app.db.reachable import unreachable
from app.jobs.checks.file_permissions import close_to_others


class Calm(TyperGroup):
    """What stands in the way of any command and is no mistake of ours is one sentence: a database or a disk."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except OSError as error:  # the output itself: what waits for it would fail again at the end
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), sys.stdout.fileno())
            echo(
                f"The output cannot be written: {error.strerror or error}. Free some space, or send it elsewhere.",
                err=True,
            )
            sys.exit(1)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # whoever read has seen enough
            raise
        except OSError as error:
            place = error.filename or "The output"
            give_up(
                f"{place} cannot be used: {error.strerror or error}. Free some space, or make it readable and writable."
            )
        except (IntegrityError, ProgrammingError, DataError):
            raise
        except (DBAPIError, TimeoutError) as error:
            give_up(unreachable(error, read_settings()))


cli = typer.Typer(
    cls=Calm, no_args_is_help=True, add_completion=False, help="Parity, the self-assessment of gender equality."
)
cli.callback()(close_to_others)
cli.command("start", hidden=True)(serve.start)
cli.command("serve")(serve.serve)
cli.command("migrate")(serve.migrate)
cli.command("demo")(serve.demo)
cli.command("backup")(backup.backup)
cli.command("restore")(backup.restore)
cli.command("purge")(backup.purge)
cli.command("score")(score.score)
cli.command("verify")(verify.verify)
cli.command("check")(check.check)
cli.add_typer(export.cli, name="export")
cli.add_typer(audit.cli, name="audit")
cli.add_typer(keys.cli, name="keys")
cli.add_typer(questionnaire.cli, name="questionnaire")
cli.add_typer(mail.cli, name="mail")
cli.add_typer(users.user_cli, name="user")
cli.add_typer(tokens.token_cli, name="token")
cli.add_typer(users.members_cli, name="members")
