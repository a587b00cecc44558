"""The rules by which two people choose the same level: one text for the page, the print and the workbook.

Source: questionnaire rules, 1 (cumulative levels, time windows, coverage words), and what "regularly" and a period
without a case mean.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from questionnaires.answers import ProfileValue
from questionnaires.definition import Indicator, Words
from questionnaires.problems import N_

SNAPSHOT = "profile.snapshot_date"
CONVENTIONS = (
    N_("Choose the highest level that is fully true. Every level below it, from level 2, must be true as well."),
    N_("All periods count back from {snapshot}, the snapshot date of this assessment."),
    N_(
        "“All” means every unit concerned. “Most” and “main” mean at least 80% of the staff concerned. “Some” means "
        "fewer than half. “Regularly” means at least twice in 12 months."
    ),
    N_(
        "If there was no case in the period, a level that says “all” or gives a share is met when the rule is in force."
    ),
)
REFERENCE = re.compile(r"\w+\s(?P<level>[0-4])\b")
"""How a text begins that adds to a level below it: "Level 3, and ..."; in other languages with their own word."""


def conventions(words: Words, snapshot: str, translate: Callable[[str], str]) -> list[str]:
    """The sentences, of the version itself where it has some; `snapshot` is the date as this language writes it."""
    sentences = words.conventions or tuple(map(translate, CONVENTIONS))
    return [sentence.replace("{snapshot}", snapshot) for sentence in sentences]


def snapshot_day(profile: Mapping[str, ProfileValue], year: str) -> str:
    """The ISO date from which periods count back: that of the profile, else the last day of the year before the round,
    whose year this is."""
    given = profile.get(SNAPSHOT)
    return str(given) if given else date(int(year) - 1, 12, 31).isoformat()


def whole_text(words: Words, indicator: Indicator, level: int, translate: Callable[[str], str]) -> str:
    """The text of a level, and below it those that it adds to, each on a line of its own: it can be read alone."""
    own = words.level_text(indicator, level)
    if indicator.kind != "maturity":
        return own
    texts = words.indicators[indicator.id].levels
    said = translate("Level {level}: {text}")
    return "\n".join([own, *(said.format(level=below, text=texts[below]) for below in referred(texts, level))])


def referred(texts: tuple[str, ...], level: int) -> list[int]:
    """The levels that the text of a level adds to, the nearest first: "Level 3, and ..." leads to 3, and on from there.

    `texts` are those of levels 0 to 4; a text that names a level of its own or above leads nowhere.
    """
    match = REFERENCE.match(texts[level])
    below = int(match["level"]) if match else level
    return [below, *referred(texts, below)] if below < level else []
