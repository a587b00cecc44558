"""Where commands write: results on standard output, everything else on standard error; a failure is one clear line."""

import sys
from typing import Annotated, NoReturn

import typer

from app.i18n.languages import offered

BAD_FILE = 2
"""The exit code where what was given to read cannot be used."""


def echo(line: str, *, err: bool = False) -> None:
    """A result; with `err` what stands beside it: progress and warnings."""
    typer.echo(_written(line), err=err)


def give_up(line: str, code: int = 1) -> NoReturn:
    sys.stdout.flush()
    echo(line, err=True)
    raise typer.Exit(code)


def _written(line: str) -> str:
    """A name of a file may hold bytes that are no letters."""
    return line.encode(errors="backslashreplace").decode()


def language_there(code: str) -> str:
    """A file in a language that is not there would say one thing of itself and hold another."""
    if code not in offered():
        there = ", ".join(f"{language} ({name})" for language, name in offered().items())
        raise typer.BadParameter(f"There is no translation into {code}. The languages are: {there}.")
    return code


Language = Annotated[str, typer.Option(help="The language of the file.", callback=language_there)]
