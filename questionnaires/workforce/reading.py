"""Opens the workforce tables of a version: `tables.yaml` and its words."""

import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from questionnaires.definition import Structure
from questionnaires.files import File, in_file, place_of
from questionnaires.problems import Broken, Problem
from questionnaires.workforce.checks import check_tables, check_tables_words
from questionnaires.workforce.definition import Tables, TablesWords, WorkforceTables

TABLES = "tables.yaml"
WORDS = "tables.*.yaml"


def files_of_tables(folder: Path) -> Iterator[Path]:
    """Those that belong to the tables, there or not."""
    yield folder / TABLES
    yield from folder.glob(WORDS)


def read_tables(folder: Path, structure: Structure, open_file: Callable[[Path], File]) -> WorkforceTables | None:
    """None where a version asks no tables. Raises Broken with every mistake."""
    path = folder / TABLES
    if not os.path.lexists(path):
        if others := sorted(folder.glob(WORDS)):
            raise Broken(
                [Problem(place_of(others[0]), "There is no tables.yaml here. Write it, or move this elsewhere.")]
            )
        return None
    file = open_file(path)
    tables = file.read(Tables)
    problems = in_file(path, check_tables(tables, structure))
    words = _read_words(folder, tables, structure, problems, open_file)
    if problems:
        raise Broken(problems)
    return WorkforceTables(tables, file.fingerprint, words)


def _read_words(
    folder: Path,
    tables: Tables,
    structure: Structure,
    problems: list[Problem],
    open_file: Callable[[Path], File],
) -> dict[str, TablesWords]:
    words = {}
    for path in sorted(folder.glob(WORDS)):
        language = path.name.removeprefix("tables.").removesuffix(".yaml")
        try:
            words[language] = open_file(path).read(TablesWords)
        except Broken as broken:
            problems += broken.problems
            continue
        if words[language].language != language:
            problems.append(Problem(place_of(path, "language"), "The language must be that of the file name."))
        if words[language].version != structure.version:
            names = {"version": words[language].version}
            problems.append(Problem(place_of(path, "version"), "These words are for version {version}.", names))
        problems += in_file(path, check_tables_words(tables, words[language]))
    for language in structure.languages:
        name = f"tables.{language}.yaml"
        if not (folder / name).exists():
            problems.append(Problem(place_of(folder / TABLES), "There is no {name}. Write it.", {"name": name}))
    return words


def only_published(tables: WorkforceTables, locked: Collection[str]) -> WorkforceTables | None:
    """Without what is not published yet, by the names of files: nobody answers what may still change."""
    if TABLES not in locked:
        return None
    words = {
        language: words for language, words in tables.words_by_language.items() if f"tables.{language}.yaml" in locked
    }
    return WorkforceTables(tables.structure, tables.fingerprint, words)
