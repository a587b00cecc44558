"""Opens the questionnaire folders: reads every version once, checks it, and refuses a published one that changed."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from questionnaires.checks import check_structure
from questionnaires.comparability import MAP, Comparability, Origin, check_map, origins_of
from questionnaires.definition import Questionnaire, Structure, Words
from questionnaires.files import File, in_file, opened, place_of
from questionnaires.lock import LOCK, read_lock, reworded_lines, write_lock
from questionnaires.problems import Broken, Problem
from questionnaires.trials import TRIAL, Trial
from questionnaires.word_checks import check_words
from questionnaires.workforce.definition import WorkforceTables
from questionnaires.workforce.reading import files_of_tables, only_published, read_tables

HOME = Path(__file__).parent
STRUCTURE = "structure.yaml"
VERSION = re.compile(r"[0-9]{4}\.[0-9]+")
NO_STRUCTURE = "There is no structure.yaml here. Write it, or move this elsewhere."

Opener = Callable[[Path], File]
"""Opens a file, or hands out what it opened before."""


@dataclass(frozen=True)
class Catalogue:
    """Every version by its name; `published` are those in the lock, which may be answered."""

    versions: Mapping[str, Questionnaire]
    published: frozenset[str]
    maps: Mapping[str, Comparability] = field(default_factory=dict)
    """By version: what became in it of the questions of the version before."""
    trials: Mapping[str, Trial] = field(default_factory=dict)
    """By version, where it was tried: each published one was."""
    workforce: Mapping[str, WorkforceTables] = field(default_factory=dict)
    """By version: the tables of numbers that it asks beside its questions."""

    def __getitem__(self, version: str) -> Questionnaire:
        return self.versions[version]

    def newest_first(self) -> list[str]:
        """The published versions."""
        return sorted(self.published & self.versions.keys(), key=age, reverse=True)

    def compared_with(self, version: str) -> str:
        """The version before a published one, where a map leads to it; "" where none does."""
        leads = version in self.published and version in self.maps
        return self.maps[version].compared_with if leads else ""

    @cached_property
    def _known_origins(self) -> dict[tuple[str, str], Mapping[str, Origin]]:
        return {}

    def origins(self, version: str, older: str) -> Mapping[str, Origin]:
        """As `comparability.origins_of`: every page of questions asks, so each pair is worked out once."""
        pair = version, older
        if pair not in self._known_origins:
            self._known_origins[pair] = origins_of(self[version], older, self.maps)
        return self._known_origins[pair]


def age(version: str) -> tuple[int, ...]:
    """To sort by: 2026.10 is newer than 2026.9."""
    return tuple(int(part) for part in version.split("."))


def load(*roots: Path) -> Catalogue:
    """Reads every version below the roots (the project's own folder if none is named). Raises Broken."""
    versions: dict[str, Questionnaire] = {}
    published: set[str] = set()
    beside: dict[str, _Beside] = {}
    problems: list[Problem] = []
    open_once = cache(opened)
    for root in roots or (HOME,):
        lock = read_lock(root)
        folders = _folders(root, problems)
        for name, folder in folders.items():
            if name in versions:
                problems.append(Problem(name, "This version is in two places. Keep one."))
            try:
                versions[name] = _as_published(read_version(folder, open_once), lock)
                beside[name] = _read_beside(folder, versions[name], lock, open_once)
                problems += lock_problems(folder, lock, open_once)
            except Broken as broken:
                problems += broken.problems
        locked = {version for version, _ in lock}
        for name in sorted(locked - set(folders)):
            problems.append(Problem(f"{LOCK}: {name}", "A published version is missing. Restore it."))
        published |= locked
    problems += _check_maps(versions, {each.folder / MAP: each.map for each in beside.values() if each.map})
    if problems:
        raise Broken(problems)
    if not versions:
        raise Broken([Problem(str(roots or HOME), "There is no questionnaire here.")])
    return Catalogue(
        versions,
        frozenset(published),
        {version: each.map for version, each in beside.items() if each.map},
        {version: each.trial for version, each in beside.items() if each.trial},
        {version: each.tables for version, each in beside.items() if each.tables},
    )


def _folders(root: Path, problems: list[Problem]) -> dict[str, Path]:
    """Every folder with a version, by its name; what only looks like one is a problem rather than overlooked."""
    folders = {}
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if os.path.lexists(path / STRUCTURE):
            folders[path.name] = path
        elif VERSION.fullmatch(path.name) or any(path.glob("words.*.yaml")):
            problems.append(Problem(path.name, NO_STRUCTURE))
    return folders


def _as_published(questionnaire: Questionnaire, lock: Mapping[tuple[str, str], str]) -> Questionnaire:
    """Without the languages that a published version does not have yet: nobody answers words that may still change."""
    version = questionnaire.version
    if (version, STRUCTURE) not in lock:
        return questionnaire
    words = {
        language: words
        for language, words in questionnaire.words_by_language.items()
        if (version, f"words.{language}.yaml") in lock
    }
    return replace(questionnaire, words_by_language=words)


class _Beside(NamedTuple):
    """What a version may have beside its questions."""

    folder: Path
    map: Comparability | None
    trial: Trial | None
    tables: WorkforceTables | None


def _read_beside(
    folder: Path, questionnaire: Questionnaire, lock: Mapping[tuple[str, str], str], open_file: Opener
) -> _Beside:
    tables = read_tables(folder, questionnaire.structure, open_file)
    locked = {name for version, name in lock if version == questionnaire.version}
    if tables and STRUCTURE in locked:
        tables = only_published(tables, locked)
    return _Beside(folder, read_map(folder, open_file), read_trial(folder, questionnaire, open_file), tables)


def read_version(folder: Path, open_file: Opener = opened) -> Questionnaire:
    """Raises Broken with every mistake in the folder."""
    path = folder / STRUCTURE
    file = open_file(path)
    structure = file.read(Structure)
    problems = in_file(path, check_structure(structure))
    if structure.version != folder.name:
        problems += [Problem(place_of(path, "version"), "The version must be the folder's name.")]
    known = {path, folder / MAP, *folder.glob("words.*.yaml"), *files_of_tables(folder)}
    for other in sorted(set(folder.glob("*.y*ml")) - known):
        problems.append(Problem(place_of(other), "Name this file words.<language>.yaml, or move it elsewhere."))
    words = _read_words(folder, structure, problems, open_file)
    if problems:
        raise Broken(problems)
    return Questionnaire(structure, file.fingerprint, words)


def read_map(folder: Path, open_file: Opener = opened) -> Comparability | None:
    """None where a version is compared with none. Raises Broken."""
    return open_file(folder / MAP).read(Comparability) if os.path.lexists(folder / MAP) else None


def read_trial(folder: Path, questionnaire: Questionnaire, open_file: Opener = opened) -> Trial | None:
    """None where the version was not tried yet. Raises Broken."""
    if not os.path.lexists(folder / TRIAL):
        return None
    trial = open_file(folder / TRIAL).read(Trial)
    if trial.structure != questionnaire.fingerprint:
        sentence = "These figures are of another structure. Run: parity questionnaire weights {version} --write"
        raise Broken([Problem(place_of(folder / TRIAL), sentence, {"version": folder.name})])
    return trial


def _check_maps(versions: Mapping[str, Questionnaire], maps: Mapping[Path, Comparability]) -> Iterator[Problem]:
    for path, comparability in maps.items():
        old, new = versions.get(comparability.compared_with), versions.get(path.parent.name)
        if old is None:
            names = {"version": comparability.compared_with}
            yield Problem(place_of(path, "compared_with"), "There is no version {version}.", names)
        elif new is not None and not _is_older(old.version, new.version):
            yield Problem(place_of(path, "compared_with"), "A version is compared with one before it. Name that.")
        elif new is not None:
            yield from in_file(path, check_map(comparability, old, new))


def _is_older(version: str, other: str) -> bool:
    """By year and number: 2026.10 comes after 2026.9."""
    return [*map(int, version.split("."))] < [*map(int, other.split("."))]


def _read_words(folder: Path, structure: Structure, problems: list[Problem], open_file: Opener) -> dict[str, Words]:
    words = {}
    for path in sorted(folder.glob("words.*.yaml")):
        language = path.name.removeprefix("words.").removesuffix(".yaml")
        try:
            words[language] = open_file(path).read(Words)
        except Broken as broken:
            problems += broken.problems
            continue
        if words[language].language != language:
            problems.append(Problem(place_of(path, "language"), "The language must be that of the file name."))
        problems += in_file(path, check_words(structure, words[language]))
    for language in structure.languages:
        name = f"words.{language}.yaml"
        if not (folder / name).exists():
            place = place_of(folder / STRUCTURE, "languages")
            problems.append(Problem(place, "There is no {name}. Write it.", {"name": name}))
    return words


def lock_problems(folder: Path, lock: Mapping[tuple[str, str], str], open_file: Opener = opened) -> list[Problem]:
    """What differs from the lock in this folder: nothing may, once the version is published. Raises Broken."""
    problems = []
    for (version, name), expected in lock.items():
        if version != folder.name:
            continue
        if not (folder / name).exists():
            problems.append(Problem(place_of(folder / name), "This file was published and is missing. Restore it."))
        elif open_file(folder / name).fingerprint != expected:
            problems.append(
                Problem(
                    place_of(folder / name),
                    "This was published and cannot change. Undo the change, or make a new version.",
                )
            )
    return problems


def freeze(root: Path, version: str) -> list[str]:
    """Publishes the version: writes the fingerprint of each file that is not locked yet, and names those files.

    Raises Broken if the version has mistakes or a locked file has changed.
    """
    folder, lock, open_once = root / version, read_lock(root), cache(opened)
    if not os.path.lexists(folder / STRUCTURE):
        raise Broken([Problem(version, "There is no such version in {root}.", {"root": root})])
    questionnaire = read_version(folder, open_once)
    problems = [*_map_problems(questionnaire, folder, open_once), *lock_problems(folder, lock, open_once)]
    if problems:
        raise Broken(problems)
    read_tables(folder, questionnaire.structure, open_once)
    names = [path.name for path in sorted(folder.glob("*.yaml")) if (version, path.name) not in lock]
    lock |= {(version, name): open_once(folder / name).fingerprint for name in names}
    write_lock(root, lock, reworded_lines(root))
    return names


def _map_problems(questionnaire: Questionnaire, folder: Path, open_file: Opener) -> Iterator[Problem]:
    if comparability := read_map(folder, open_file):
        versions, older = {questionnaire.version: questionnaire}, folder.parent / comparability.compared_with
        if os.path.lexists(older / STRUCTURE):
            versions[older.name] = read_version(older, open_file)
        yield from _check_maps(versions, {folder / MAP: comparability})
