"""Opens the questionnaire files: reads every version once, checks it, and refuses a published one that changed."""

import hashlib
import json
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from questionnaires.checks import check_structure
from questionnaires.comparability import MAP, Comparability, check_map
from questionnaires.definition import Piece, Questionnaire, Structure, Words
from questionnaires.lock import LOCK, read_lock, reworded_lines, write_lock
from questionnaires.problems import Broken, Problem
from questionnaires.trials import TRIAL, Trial
from questionnaires.word_checks import check_words

HOME = Path(__file__).parent

ADVICE = {
    "extra_forbidden": "This key is unknown. Remove it or correct its spelling.",
    "missing": "This is missing. Add it.",
    "string_type": "This must be a text in quotes.",
    "string_too_short": "This text is empty. Write it.",
    "int_type": "This must be a whole number without quotes.",
    "bool_type": "This must be true or false without quotes.",
    "tuple_type": "This must be a list.",
    "model_type": "This must have named parts.",
    "dict_type": "This must have named parts.",
}
"""What to do, by the kind of mistake that pydantic found; its own words serve for the others."""

Shape = TypeVar("Shape", bound=Piece)


@dataclass(frozen=True)
class Catalogue:
    """Every version by its name; `published` are those in the lock, which may be answered."""

    versions: Mapping[str, Questionnaire]
    published: frozenset[str]
    maps: Mapping[str, Comparability] = field(default_factory=dict)
    """By version: what became in it of the questions of the version before."""
    trials: Mapping[str, Trial] = field(default_factory=dict)
    """By version, where it was tried: each published one was."""

    def __getitem__(self, version: str) -> Questionnaire:
        return self.versions[version]

    def newest_first(self) -> list[str]:
        """The published versions."""
        return sorted(self.published & self.versions.keys(), key=age, reverse=True)


def age(version: str) -> tuple[int, ...]:
    """To sort by: 2026.10 is newer than 2026.9."""
    return tuple(int(part) for part in version.split("."))


def load(*roots: Path) -> Catalogue:
    """Reads every version below the roots (the project's own folder if none is named). Raises Broken."""
    versions: dict[str, Questionnaire] = {}
    published: set[str] = set()
    maps: dict[Path, Comparability] = {}
    trials: dict[str, Trial] = {}
    problems: list[Problem] = []
    for root in roots or (HOME,):
        lock = read_lock(root)
        folders = {path.parent.name: path.parent for path in sorted(root.glob("*/structure.yaml"))}
        for name, folder in folders.items():
            if name in versions:
                problems.append(Problem(name, "This version is in two places. Keep one."))
            try:
                versions[name] = _as_published(read_version(folder), lock)
                if comparability := read_map(folder):
                    maps[folder / MAP] = comparability
                if trial := read_trial(folder, versions[name]):
                    trials[name] = trial
            except Broken as broken:
                problems += broken.problems
                continue
            problems += lock_problems(folder, lock)
        locked = {version for version, _ in lock}
        for name in sorted(locked - set(folders)):
            problems.append(Problem(f"{LOCK}: {name}", "A published version is missing. Restore it."))
        published |= locked
    problems += _check_maps(versions, maps)
    if problems:
        raise Broken(problems)
    if not versions:
        raise Broken([Problem(str(roots or HOME), "There is no questionnaire here.")])
    return Catalogue(versions, frozenset(published), {path.parent.name: each for path, each in maps.items()}, trials)


def _as_published(questionnaire: Questionnaire, lock: Mapping[tuple[str, str], str]) -> Questionnaire:
    """Without the languages that a published version does not have yet: nobody answers words that may still change."""
    version = questionnaire.version
    if (version, "structure.yaml") not in lock:
        return questionnaire
    words = {
        language: words
        for language, words in questionnaire.words_by_language.items()
        if (version, f"words.{language}.yaml") in lock
    }
    return replace(questionnaire, words_by_language=words)


def read_version(folder: Path) -> Questionnaire:
    """Raises Broken with every mistake in the folder."""
    structure = read(folder / "structure.yaml", Structure)
    problems = _in_file(folder / "structure.yaml", check_structure(structure))
    if structure.version != folder.name:
        problems += [Problem(_place(folder / "structure.yaml", "version"), "The version must be the folder's name.")]
    known = {folder / "structure.yaml", folder / MAP, *folder.glob("words.*.yaml")}
    for path in sorted(set(folder.glob("*.y*ml")) - known):
        problems.append(Problem(_place(path), "Name this file words.<language>.yaml, or move it elsewhere."))
    words = _read_words(folder, structure, problems)
    if problems:
        raise Broken(problems)
    return Questionnaire(structure, fingerprint(folder / "structure.yaml"), words)


def read_map(folder: Path) -> Comparability | None:
    """None where a version is compared with none. Raises Broken."""
    return read(folder / MAP, Comparability) if (folder / MAP).exists() else None


def read_trial(folder: Path, questionnaire: Questionnaire) -> Trial | None:
    """None where the version was not tried yet. Raises Broken."""
    if not (folder / TRIAL).exists():
        return None
    trial = read(folder / TRIAL, Trial)
    if trial.structure != questionnaire.fingerprint:
        sentence = "These figures are of another structure. Run: parity questionnaire weights {version} --write"
        raise Broken([Problem(_place(folder / TRIAL), sentence, {"version": folder.name})])
    return trial


def _check_maps(versions: Mapping[str, Questionnaire], maps: Mapping[Path, Comparability]) -> Iterator[Problem]:
    for path, comparability in maps.items():
        old, new = versions.get(comparability.compared_with), versions.get(path.parent.name)
        if old is None:
            names = {"version": comparability.compared_with}
            yield Problem(_place(path, "compared_with"), "There is no version {version}.", names)
        elif new is not None:
            yield from _in_file(path, check_map(comparability, old, new))


def _read_words(folder: Path, structure: Structure, problems: list[Problem]) -> dict[str, Words]:
    words = {}
    for path in sorted(folder.glob("words.*.yaml")):
        language = path.name.removeprefix("words.").removesuffix(".yaml")
        try:
            words[language] = read(path, Words)
        except Broken as broken:
            problems += broken.problems
            continue
        if words[language].language != language:
            problems.append(Problem(_place(path, "language"), "The language must be that of the file name."))
        problems += _in_file(path, check_words(structure, words[language]))
    for language in structure.languages:
        name = f"words.{language}.yaml"
        if not (folder / name).exists():
            place = _place(folder / "structure.yaml", "languages")
            problems.append(Problem(place, "There is no {name}. Write it.", {"name": name}))
    return words


def read(path: Path, shape: type[Shape]) -> Shape:
    """One file as its frozen shape. Raises Broken with every mistake of form."""
    data = parsed(path)
    try:
        return shape.model_validate_json(_canonical(path, data))
    except ValidationError as error:
        raise Broken([_problem(path, data, mistake) for mistake in error.errors()]) from None


def parsed(path: Path) -> Any:
    """The file as plain lists, mappings, strings, numbers and booleans. Raises Broken."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError) as error:  # ValueError: not UTF-8, or a date that does not exist
        message = " ".join(str(error).split()).replace('in "<unicode string>",', "at")
        raise Broken([Problem(_place(path), "{error}", {"error": message})]) from None


def fingerprint(path: Path) -> str:
    """SHA-256 of what the file says; comments, order of keys and line ends do not count."""
    return hashlib.sha256(_canonical(path, parsed(path)).encode()).hexdigest()


def lock_problems(folder: Path, lock: Mapping[tuple[str, str], str]) -> list[Problem]:
    """What differs from the lock in this folder: nothing may, once the version is published."""
    problems = []
    for (version, name), expected in lock.items():
        if version != folder.name:
            continue
        if not (folder / name).exists():
            problems.append(Problem(_place(folder / name), "This file was published and is missing. Restore it."))
        elif fingerprint(folder / name) != expected:
            problems.append(
                Problem(
                    _place(folder / name),
                    "This was published and cannot change. Undo the change, or make a new version.",
                )
            )
    return problems


def freeze(root: Path, version: str) -> list[str]:
    """Publishes the version: writes the fingerprint of each file that is not locked yet, and names those files.

    Raises Broken if the version has mistakes or a locked file has changed.
    """
    folder, lock = root / version, read_lock(root)
    if not (folder / "structure.yaml").exists():
        raise Broken([Problem(version, "There is no such version in {root}.", {"root": root})])
    read_version(folder)
    if problems := lock_problems(folder, lock):
        raise Broken(problems)
    names = [path.name for path in sorted(folder.glob("*.yaml")) if (version, path.name) not in lock]
    lock |= {(version, name): fingerprint(folder / name) for name in names}
    write_lock(root, lock, reworded_lines(root))
    return names


# libyaml's parser where the wheel has it: a tenth of the time at start-up
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class StrictLoader(Loader):  # type: ignore[misc, valid-type]  # chosen at run time
    """YAML that refuses a key standing twice, where the usual loader silently keeps the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{name} appears twice. Keep one.", key.start_mark)
            seen.add(name)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def _canonical(path: Path, data: Any) -> str:
    _refuse_other_keys(path, data)
    try:
        return json.dumps(data, sort_keys=True, ensure_ascii=False)
    except TypeError:
        raise Broken([Problem(_place(path), "There is a date or another special value. Put it in quotes.")]) from None


def _refuse_other_keys(path: Path, data: Any, place: str = "") -> None:
    """JSON would turn the key `no:` into the text "false" without a word."""
    if isinstance(data, list):
        for at, item in enumerate(data):
            _refuse_other_keys(path, item, f"{place}.{_name(item, at)}")
    elif isinstance(data, dict):
        for key, item in data.items():
            if not isinstance(key, str):
                raise Broken([Problem(_place(path, place), "Put the key {key} in quotes.", {"key": repr(key)})])
            _refuse_other_keys(path, item, f"{place}.{key}")


def _problem(path: Path, data: Any, mistake: Any) -> Problem:
    """Pydantic's mistake with the ids of the items in place of their numbers, and what to do."""
    names = []
    for step in mistake["loc"]:
        data = _inside(data, step)
        names.append(str(_name(data, step)))
    message = ADVICE.get(mistake["type"], mistake["msg"].removeprefix("Value error, "))
    return Problem(_place(path, ".".join(names)), "{message}", {"message": message})


def _inside(data: Any, step: int | str) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _name(item: Any, otherwise: int | str) -> object:
    return (item.get("id") or item.get("key") or otherwise) if isinstance(item, dict) else otherwise


def _place(path: Path, place: str = "") -> str:
    return f"{path.parent.name}/{path.name}" + (f": {place.strip('.')}" if place else "")


def _in_file(path: Path, problems: list[Problem]) -> list[Problem]:
    return [Problem(_place(path, problem.place), problem.sentence, problem.names) for problem in problems]
