"""How commands speak: results on standard output, everything else on standard error; a failure is one clear line."""

import sys
from typing import NoReturn

import typer


def say(line: str) -> None:
    typer.echo(line)


def tell(line: str) -> None:
    """Beside the result: progress and warnings."""
    typer.echo(line, err=True)


def give_up(line: str, code: int = 1) -> NoReturn:
    sys.stdout.flush()
    typer.echo(line, err=True)
    raise typer.Exit(code)
