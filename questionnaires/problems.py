"""What is wrong with something a person wrote: where, and a sentence that says what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True)
class Problem:
    """A user's mistake. `sentence` is English with `{names}`; a page translates it before the names are filled in."""

    place: str
    sentence: str
    names: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.sentence).format(**self.names)

    def __str__(self) -> str:
        return f"{self.place}: {self.text()}"


class Counted(NamedTuple):
    """A phrase for one and for many, each with `%(num)s` for their number; gettext translates both together."""

    one: str
    many: str

    def text(self, number: int) -> str:
        """In English."""
        return (self.one if number == 1 else self.many) % {"num": f"{number:,}"}


def N_(sentence: str) -> str:
    """Gettext's own name for "find this text, translate it later"."""
    return sentence


class Broken(ValueError):
    """Files that cannot be used. `problems` holds every mistake found; each place begins with its file."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
