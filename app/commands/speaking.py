"""How commands speak: results on standard output, everything else on standard error; a failure is one clear line."""

import sys
from typing import Annotated, NoReturn

import typer

from app.languages import offered


def say(line: str) -> None:
    typer.echo(line)


def tell(line: str) -> None:
    """Beside the result: progress and warnings."""
    typer.echo(line, err=True)


def give_up(line: str, code: int = 1) -> NoReturn:
    sys.stdout.flush()
    typer.echo(line, err=True)
    raise typer.Exit(code)


def language_there(code: str) -> str:
    """A file in a language that is not there would say one thing of itself and hold another."""
    if code not in offered():
        there = ", ".join(f"{one} ({name})" for one, name in offered().items())
        raise typer.BadParameter(f"There are no words in {code}. Languages are: {there}.")
    return code


Language = Annotated[str, typer.Option(help="The language of the file.", callback=language_there)]
