"""`parity questionnaire check | freeze | diff`: for the people who write questionnaires."""

from typing import Annotated

import typer

from app.cli.bootstrap import open_catalogue
from app.cli.output import echo, give_up
from questionnaires.catalogue import HOME, Broken, load
from questionnaires.catalogue import freeze as freeze_version
from questionnaires.differences import differences

cli = typer.Typer(no_args_is_help=True, help="Check, publish and compare questionnaire versions.")
Version = Annotated[str, typer.Argument(help="A version, such as 2026.1.")]


@cli.command()
def check() -> None:
    """Check every version, and report each mistake with its file, its place and what to do."""
    try:
        catalogue = load()
    except Broken as broken:
        count = len(broken.problems)
        give_up(f"{broken}\n{count} mistake{'s' if count > 1 else ''} found.")
    for version, questionnaire in catalogue.versions.items():
        state = "published" if version in catalogue.published else "draft"
        languages = ", ".join(sorted(questionnaire.words_by_language))
        echo(f"{version}: good ({state}; {len(questionnaire.indicators)} indicators; words in {languages})")


@cli.command()
def freeze(version: Version) -> None:
    """Publish a version. After that, it cannot change."""
    try:
        names = freeze_version(HOME, version)
    except Broken as broken:
        give_up(str(broken))
    echo(f"{version}: " + (f"published {', '.join(names)}" if names else "everything is already published"))


@cli.command()
def diff(old: Version, new: Version) -> None:
    """Show the differences between two versions."""
    catalogue = open_catalogue()
    for version in (old, new):
        if version not in catalogue.versions:
            give_up(f"There is no questionnaire {version}.")
    lines = list(differences(catalogue[old], catalogue[new]))
    for line in lines or ["Only the version differs."]:
        echo(line)
