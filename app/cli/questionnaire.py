"""`parity questionnaire check | freeze | diff | weights | reword`: for the people who write questionnaires."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated

import typer

from app.cli.bootstrap import open_catalogue
from app.cli.output import BAD_FILE, echo, give_up
from app.cli.version_changes import in_lines
from questionnaires.catalogue import HOME, load, read_version
from questionnaires.catalogue import freeze as freeze_version
from questionnaires.definition import Questionnaire
from questionnaires.problems import Broken
from questionnaires.rewording import Rewording, reword
from questionnaires.trials import Trial, write_trial
from scoring.scorecard import rounded
from scoring.version_changes import changes
from scoring.weights import CORRELATION, SEED, SETS, effective_weights, hundredths, tried

cli = typer.Typer(no_args_is_help=True, help="Check, publish and compare questionnaire versions.")
LANGUAGE = "en"
"""Of the texts that a comparison shows: the one that every version has."""
Version = Annotated[str, typer.Argument(help="A version, such as 2026.1.")]


@cli.command()
def check() -> None:
    """Check every version, and report each mistake with its file, its place and what to do."""
    try:
        catalogue = load()
    except Broken as broken:
        count = len(broken.problems)
        give_up(f"{broken}\n{count} mistake{'s' if count > 1 else ''} found.", BAD_FILE)
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
        give_up(str(broken), BAD_FILE)
    write_trial(HOME / version, tried(read_version(HOME / version)))
    echo(f"{version}: " + (f"published {', '.join(names)}" if names else "everything is already published"))


@cli.command()
def diff(
    old: Version,
    new: Version,
    words: Annotated[bool, typer.Option(help="With every text, the old one above the new one.")] = False,
) -> None:
    """Show what became of each question in another version, what it weighs, and what else changed."""
    catalogue = open_catalogue(BAD_FILE)
    for version in (old, new):
        if version not in catalogue.versions:
            give_up(f"There is no questionnaire {version}.", BAD_FILE)
    changed = changes(catalogue[old], catalogue[new], catalogue.maps.get(new), LANGUAGE)
    for line in in_lines(changed, with_words=words):
        echo(line)


@cli.command("reword")
def reword_text(
    version: Version,
    place: Annotated[str, typer.Argument(help="Where the text stands, such as indicators.EQ-12.advice.")],
    text: Annotated[str, typer.Argument(help="The new text.")],
    reason: Annotated[str, typer.Option(help="Why it is reworded. It is kept in the lock.")],
    language: Annotated[str, typer.Option(help="Of which words file.")] = "en",
) -> None:
    """Say the same in better words in a published version. Texts that could move a level cannot be changed."""
    try:
        old = reword(HOME, Rewording(version, language, place, text, reason), date.today())
    except Broken as broken:
        give_up(str(broken), BAD_FILE)
    echo(f"{version} {place}\n- {old}\n+ {text}")


@cli.command()
def weights(
    version: Version,
    write: Annotated[bool, typer.Option(help="Keep the figures in the folder of the version, for its page.")] = False,
) -> None:
    """Show what each question weighs, how often core questions lower a level, and what the short form changes."""
    questionnaire = _to_weigh(version)
    trial = tried(questionnaire)
    if write:
        write_trial(HOME / version, trial)
    for line in _weights_in_lines(questionnaire, trial):
        echo(line)


def _to_weigh(version: str) -> Questionnaire:
    """One whose kept figures are of an older structure too: they are to be written anew."""
    if not (HOME / version / "structure.yaml").exists():
        give_up(f"There is no questionnaire {version}.", BAD_FILE)
    try:
        return read_version(HOME / version)
    except Broken as broken:
        give_up(f"The questionnaires have mistakes:\n{broken}", BAD_FILE)


def _weights_in_lines(questionnaire: Questionnaire, trial: Trial) -> Iterator[str]:
    shares = effective_weights(questionnaire)
    yield f"{questionnaire.version}: share of each question in the overall score, where every question is asked"
    yield from (_question(questionnaire, id_, share) for id_, share in shares.items())
    yield from _elements(questionnaire, shares)
    yield ""
    yield f"Over {SETS:,} complete sets of answers drawn with seed {SEED}, correlation {CORRELATION}:"
    yield from _trial(trial)


def _question(questionnaire: Questionnaire, id_: str, share: Fraction) -> str:
    indicator = questionnaire.indicators[id_]
    marks = " ".join(name for name, holds in (("core", indicator.core), ("short", indicator.short)) if holds)
    return f"{id_:<7}{indicator.element:<7}{_percent(share):>8}  {marks}".rstrip()


def _elements(questionnaire: Questionnaire, shares: dict[str, Fraction]) -> Iterator[str]:
    yield ""
    yield "Elements:"
    for element, scored in questionnaire.scored_of.items():
        yield f"{element:<7}{_percent(sum((shares[each.id] for each in scored), Fraction(0))):>8}"
    first = questionnaire.structure.scoring.first_elements
    together = sum((shares[each.id] for element in first for each in questionnaire.scored_of[element]), Fraction(0))
    yield f"{' and '.join(first)} together {_percent(together)}"
    heaviest, lightest = max(shares, key=lambda id_: shares[id_]), min(shares, key=lambda id_: shares[id_])
    yield f"Heaviest question {heaviest} {_percent(shares[heaviest])}, lightest {lightest} {_percent(shares[lightest])}"


def _trial(trial: Trial) -> Iterator[str]:
    for pillar, share in trial.held_back.items():
        yield f"{pillar}: a core question lowers the level in {_percent(share)} of them"
        if moved := trial.short_form.get(pillar):
            mean, at_95, largest = map(rounded, (moved.mean, moved.percentile_95, moved.largest))
            yield f"    the short form differs by {mean} points on average, by {at_95} in 1 of 20, by {largest} at most"


def _percent(share: Fraction) -> str:
    return f"{hundredths(share)} %"
