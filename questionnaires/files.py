"""Opens the files of questionnaires: each mistake with its file, its place and what to do."""

import hashlib
import json
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from questionnaires.definition import Piece
from questionnaires.marks import name_of, text_problems
from questionnaires.problems import Broken, Problem
from questionnaires.strict_yaml import Refused, parsed

MOST_BYTES = 5_000_000
"""A whole questionnaire with long texts has a twentieth of it."""
EXAMPLES = {
    r"^\d{4}\.\d+$": "2027.1",
    r"^profile\.[a-z_]+$": "profile.land_border",
    r"^[A-Z]+-\d+$": "RC-08",
    r"^[a-z]{2}(-[a-z]+)?$": "fr",
    "^[0-4]$": "2",
}
"""By pattern: what fits it."""
ADVICE = {
    "extra_forbidden": "This key is unknown. Remove it or correct its spelling.",
    "missing": "This is missing. Add it.",
    "string_type": "This must be a text in quotes.",
    "string_too_short": "This text is empty. Write it.",
    "string_pattern_mismatch": "Write this in another form, such as “{example}”.",
    "int_type": "This must be a whole number without quotes.",
    "greater_than_equal": "Write {ge} or more.",
    "less_than_equal": "Write {le} or less.",
    "bool_type": "This must be true or false without quotes.",
    "tuple_type": "This must be a list.",
    "too_short": "This list is empty. Write what belongs in it.",
    "model_type": "This must have named parts.",
    "dict_type": "This must have named parts.",
}
"""What to do, by the kind of mistake that pydantic found; its own words serve for the others."""
LOOK_THERE = "Look there for a missing quote, comma or bracket, or for a wrong indentation."

Shape = TypeVar("Shape", bound=Piece)


@dataclass(frozen=True)
class File:
    """One file, parsed once: its content as plain lists, mappings, texts, numbers and booleans."""

    path: Path
    data: Any

    @cached_property
    def canonical(self) -> str:
        return json.dumps(self.data, sort_keys=True, ensure_ascii=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what the file says; comments, order of keys and line ends do not count."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    def read(self, shape: type[Shape]) -> Shape:
        """As its frozen shape. Raises Broken with every mistake of form."""
        problems = in_file(self.path, list(text_problems(self.data)))
        try:
            piece = shape.model_validate_json(self.canonical)
        except ValidationError as error:
            problems += [self._problem(mistake) for mistake in error.errors()]
        if problems:
            raise Broken(problems)
        return piece

    def _problem(self, mistake: Any) -> Problem:
        """Pydantic's mistake with the ids of the items in place of their numbers, and what to do."""
        names, data = [], self.data
        for step in mistake["loc"]:
            data = _inside(data, step)
            names.append(str(name_of(data, step)))
        known: dict[str, Any] = mistake.get("ctx", {})
        known |= {"example": EXAMPLES.get(str(known.get("pattern")), "RC-08")}
        own = mistake["msg"].removeprefix("Value error, ")
        message = ADVICE[mistake["type"]].format(**known) if mistake["type"] in ADVICE else own
        return Problem(place_of(self.path, ".".join(names)), "{message}", {"message": message})


def opened(path: Path) -> File:
    """Raises Broken, with what keeps the file from being read as one of a questionnaire."""
    try:
        return File(path, parsed(text_of(path)))
    except yaml.YAMLError as error:
        message = " ".join(str(error).split()).replace('in "<unicode string>",', "at")
        raise _broken(path, message if isinstance(error, Refused) else f"{message}. {LOOK_THERE}") from None


def text_of(path: Path) -> str:
    """The whole of a file that may be a questionnaire's. Raises Broken."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _broken(path, "This is a folder or a device where a file belongs. Move it elsewhere.")
        if status.st_size > MOST_BYTES:
            given = f"This file has {status.st_size / 1e6:,.0f} MB, where one of a questionnaire has at most"
            raise _broken(path, f"{given} {MOST_BYTES / 1e6:.0f}. Correct what wrote it.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _broken(path, f"This cannot be read: {error.strerror}. Make it a readable file.") from None
    except UnicodeDecodeError as error:
        raise _broken(path, f"This is not text in UTF-8 (byte {error.start + 1:,}). Save it as UTF-8.") from None


def _broken(path: Path, message: str) -> Broken:
    return Broken([Problem(place_of(path), "{message}", {"message": message})])


def _inside(data: Any, step: int | str) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def place_of(path: Path, place: str = "") -> str:
    return f"{path.parent.name}/{path.name}" + (f": {place.strip('.')}" if place else "")


def in_file(path: Path, problems: list[Problem]) -> list[Problem]:
    return [Problem(place_of(path, problem.place), problem.sentence, problem.names) for problem in problems]
