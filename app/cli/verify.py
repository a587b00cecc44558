"""`parity verify`: whether files that left are genuine and unchanged; public keys are all that it needs."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.cli.bootstrap import read_settings
from app.cli.output import echo, give_up
from app.db.session import Database
from app.features.reports.verification.archive import BrokenArchive, is_archive, verdict_of_archive
from app.features.reports.verification.queries import is_superseded
from app.features.reports.verification.verdict import (
    AS_IT_WAS,
    BUT,
    EXPLAINED,
    KINDS,
    LOOKS,
    TITLES,
    Outcome,
    Verdict,
    verdict_of_file,
)
from app.files.signing_keys import DamagedKey, keys_at, public_keys
from app.settings import Settings
from questionnaires.problems import Problem
from scoring.scorecard import OVERALL

NOT_OURS = 2
MOST_LETTERS = 120
"""Of a text in a line for people."""
MOST_OF_SENTENCE = 500
FACTS = {
    "document": "Document",
    "administration": "Administration",
    "round": "Round",
    "questionnaire": "Questionnaire",
    "state": "State at download",
    "values": "Values",
    "workforce": "Workforce numbers",
    "changed_at": "Date of the data",
    "edition": "Edition",
    "signature": "Signature",
    "signed": "Fingerprint of what was signed",
    "publication": "Fingerprint of the published result",
}
NEWER = {
    True: "It is no longer the latest: the assessment has been signed again since then, or its result published.",
    False: "There is no later signature and no later published result.",
    None: "This installation does not hold the assessment, so it cannot tell whether there is a newer file.",
}


def verify(
    files: Annotated[list[Path], typer.Argument(help="Gap reports, the ZIP of a round, or its unpacked folder.")],
    keys: Annotated[
        Path | None, typer.Option(help="A file or folder with public keys. Default: those of this installation.")
    ] = None,
    newest: Annotated[bool, typer.Option("--newest", help="Ask the database whether there is a newer file.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each file.")] = False,
) -> None:
    """Verify files: genuine and unchanged (exit 0), changed or displayed differently (1), not ours (2)."""
    known = _keys(keys)
    worst = 0
    for path in files:
        verdict = _verdict(path, known)
        newer = _newer(verdict) if newest and verdict.is_genuine else {}
        if as_json:
            echo(json.dumps(_document(path, verdict) | newer, ensure_ascii=False))
        else:
            _print(path, verdict, newer)
        worst = max(worst, verdict.exit)
    raise typer.Exit(worst)


def _keys(place: Path | None) -> Mapping[str, bytes]:
    try:
        known = keys_at(place) if place else public_keys(read_settings(NOT_OURS))
    except DamagedKey as damaged:
        give_up(f"{damaged} With --keys, name the files that `parity keys export` wrote.", NOT_OURS)
    except OSError as error:
        give_up(f"Public keys cannot be read from {error.filename}: {error.strerror}. Name them with --keys.", NOT_OURS)
    if not known:
        give_up(f"There are no public keys in {place or 'this installation'}. Name them with --keys.", NOT_OURS)
    return known


def _verdict(path: Path, keys: Mapping[str, bytes]) -> Verdict:
    try:
        return verdict_of_archive(path, keys) if is_archive(path) else verdict_of_file(path, keys)
    except OSError as error:
        why = Problem("file", "The file cannot be read: {why}.", {"why": error.strerror or str(error)})
    except BrokenArchive:
        why = Problem("file", "The file is damaged: the ZIP is not complete. Ask for it again.")
    return Verdict(Outcome.UNREADABLE, "", problem=why)


def _newer(verdict: Verdict) -> dict[str, bool | None]:
    """Empty where there is no database to ask."""
    settings = read_settings(NOT_OURS)
    try:
        if not _may_be_there(settings):
            raise SQLAlchemyError
        with Database(settings.database) as database, database.reading() as db:
            return {"superseded": is_superseded(db, verdict.about)}
    except SQLAlchemyError:
        echo("The database cannot be reached: it is not known whether there is a newer file.", err=True)
    return {}


def _may_be_there(settings: Settings) -> bool:
    """SQLite would make the file that it does not find."""
    url = make_url(settings.database)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


def _document(path: Path, verdict: Verdict) -> dict[str, object]:
    return {
        "file": str(path),
        "sha256": verdict.sha256,
        "outcome": verdict.outcome,
        "genuine": verdict.is_genuine,
        "shown_as_it_left": not verdict.look if verdict.is_genuine else None,
        "why": verdict.message.text(),
        "key": verdict.key,
        "about": dict(verdict.about),
        "figures": [asdict(figure) for figure in verdict.figures],
        "changed": [asdict(change) for change in verdict.changed],
        "more_changed": verdict.more_changed,
        "filled_in": [asdict(change) for change in verdict.filled_in],
        "more_filled_in": verdict.more_filled_in,
        "look": [asdict(difference) for difference in verdict.look],
        "look_counts": dict(verdict.look_counts),
    }


def _print(path: Path, verdict: Verdict, newer: Mapping[str, bool | None]) -> None:
    echo(f"{_plain(str(path))}: {_title(verdict)}. {_plain(verdict.message.text(), MOST_OF_SENTENCE)}")
    facts = [(title, verdict.about.get(name, "")) for name, title in FACTS.items()]
    for title, fact in (*facts, ("Key", verdict.key), ("SHA-256", verdict.sha256)):
        if fact:
            echo(f"  {title}: {_plain(fact)}")
    if newer:
        echo(f"  {NEWER[newer['superseded']]}")
    _print_figures(verdict)
    _print_look(verdict)
    _print_changes(verdict)


def _title(verdict: Verdict) -> str:
    if not verdict.is_shown_otherwise:
        return TITLES[verdict.outcome]
    return BUT.format(what=", ".join(LOOKS[kind].text(number) for kind, number in verdict.look_counts.items()))


def _print_figures(verdict: Verdict) -> None:
    """What the seal says of the whole and of each pillar, to be held against what people see."""
    if verdict.figures:
        echo("  Sealed values:")
    elif verdict.is_genuine and "document" in verdict.about:
        echo("  The seal is from a version before 0.4, which did not include key figures.")
    for figure in verdict.figures:
        level = "not rated" if figure.level is None else f"level {figure.level}, {figure.level_name}"
        score = "no score" if figure.score is None else f"score {figure.score:.1f} of 100"
        title = figure.title if figure.id == OVERALL else f"{figure.id} {figure.title}"
        echo(f"    {_plain(title)}: {_plain(level)}, {score}")


def _print_look(verdict: Verdict) -> None:
    if verdict.look:
        echo("  Displayed differently:")
    elif verdict.is_genuine and verdict.figures:
        echo(f"  {AS_IT_WAS}")
    for kind, number in verdict.look_counts.items():
        echo(f"    {LOOKS[kind].text(number)}. {EXPLAINED.get(kind, '')}".rstrip())
        listed = [place for place in verdict.look if place.kind == kind]
        for place in listed:
            value = f" contains {_quoted(place.value)}" if place.value else ""
            shown = f", shown by {_quoted(place.shown)}" if place.shown else ""
            echo(f"      {_plain(place.sheet)}  {_plain(place.address)}{value}{shown}")
        if number > len(listed):
            echo(f"      and {number - len(listed):,} more")


def _print_changes(verdict: Verdict) -> None:
    results = [change for change in verdict.changed if change.is_result]
    for heading, changes, more in (
        ("Changed", [change for change in verdict.changed if not change.is_result], verdict.more_changed),
        ("Changed as a consequence, or overwritten: the formula is the same, but its result differs", results, 0),
        ("Saved again or filled in", [change for change in verdict.filled_in if change.kind != "cell"], 0),
        ("Filled in", [change for change in verdict.filled_in if change.kind == "cell"], verdict.more_filled_in),
    ):
        if changes:
            echo(f"  {heading} ({len(changes) + more:,}):")
        for change in changes:
            if change.kind == "cell":
                what = f"{change.address}: was {_quoted(change.was)}, is now {_quoted(change.now)}"
            else:
                what = KINDS[change.kind] + (f" It says: {_plain(change.now)}." if change.now else "")
            echo(f"    {_plain(change.sheet)}  {what}")
        if more:
            echo(f"    and {more:,} more")


def _quoted(text: str) -> str:
    return f"“{_plain(text)}”" if text else "empty"


def _plain(text: str, most: int = MOST_LETTERS) -> str:
    """Short, and without what could speak to the terminal in place of the reader."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in cut
    )
