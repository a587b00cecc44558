"""The command line: `parity`."""

import typer

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

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Parity, the self-assessment of gender equality.")
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
