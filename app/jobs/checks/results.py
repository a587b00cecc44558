"""What a check of this installation found: the same sentence on the command line and on a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from questionnaires.problems import N_

PART_NAMES = {
    "settings": N_("Settings"),
    "versions": N_("Versions"),
    "disk": N_("Disk"),
    "keys": N_("Keys"),
    "database": N_("Database"),
    "clock": N_("Clock"),
    "backup": N_("Backup"),
    "mail": N_("Email"),
}
AS_TOLD = "{sentence}"


@dataclass(frozen=True)
class CheckResult:
    """What was found of a part, and whether it is sound. `sentence` is English with `{names}`, as in a Problem."""

    part: str
    sentence: str
    names: Mapping[str, object] = field(default_factory=dict)
    is_sound: bool = True

    def text(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.sentence).format(**self.names)


def problem(part: str, sentence: str, **names: object) -> CheckResult:
    return CheckResult(part, sentence, names, is_sound=False)


def told(part: str, sentence: str, *, is_sound: bool = False) -> CheckResult:
    """In the words of whoever found it: of the operating system, or of a file that is damaged."""
    return CheckResult(part, AS_TOLD, {"sentence": sentence}, is_sound)
