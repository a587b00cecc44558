"""The words of the sheets: titles of columns, and what a cell tells whoever stands in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exports.answer_workbook.layout import (
    ANSWER,
    AUTHORITY,
    COMMENT,
    EVIDENCE,
    ID,
    QUESTION,
    RAISED,
    REASON,
    REVISION,
    TARGET,
    WANTED,
    Header,
)

CORE, ELEMENT, LEVELS, KEPT, LAST = "core", "element", "levels", "kept", "last"
"""Columns that are only read."""


@dataclass(frozen=True)
class Phrases:
    """`progress` holds {done} and {asked}; `hints` are shown beside the cell, and have 255 characters at most."""

    title: str
    about: str
    page: str
    lists: str
    titles: Mapping[str, str]
    hints: Mapping[str, str]
    progress: str
    choose: str
    too_long: str
    on_paper: Mapping[str, str]


def phrases(header: Header, translate: Callable[[str], str]) -> Phrases:
    _ = translate
    return Phrases(
        title=_("Answers {round}: {administration}").format(round=header.round, administration=header.administration),
        about=_("Questionnaire {version} · as of {date}").format(version=header.questionnaire, date=_moment(header)),
        page=_("Page {page} of {pages}").format(page="&P", pages="&N"),
        lists=_("Lists"),
        titles=_titles(translate),
        hints=_hints(translate),
        progress=_("{done} of {asked} answered"),
        choose=_("Choose from the list, or leave the cell empty."),
        too_long=_("This text is too long for its cell. Shorten it."),
        on_paper=_on_paper(translate),
    )


def _moment(header: Header) -> str:
    """In UTC, as the header keeps it, and saying so: who prints it knows neither the server nor its clock."""
    return f"{header.taken_at[:16].replace('T', ' ')} UTC"


def _titles(translate: Callable[[str], str]) -> dict[str, str]:
    _ = translate
    return {
        ID: _("Id"),
        CORE: _("Core"),
        ELEMENT: _("Element"),
        QUESTION: _("Question"),
        LEVELS: _("Levels: choose the highest that is fully true"),
        LAST: _("Last round"),
        ANSWER: _("Answer"),
        WANTED: _("Expected evidence"),
        EVIDENCE: _("Evidence, one item per line"),
        KEPT: _("Evidence in the register (read only)"),
        COMMENT: _("Comment"),
        REASON: _("Why it does not apply (with NA1 to NA3)"),
        AUTHORITY: _("Decided outside by"),
        RAISED: _("Raised in writing in the last 24 months"),
        TARGET: _("Our target"),
        REVISION: REVISION,
    }


def _hints(translate: Callable[[str], str]) -> dict[str, str]:
    _ = translate
    return {
        ANSWER: _("Choose from the list, or enter the code: 0 to 4, Y, P, N, DK, NA1, NA2 or NA3."),
        EVIDENCE: _("A document with page and date, or a link. Put each item on its own line (Alt+Enter)."),
        COMMENT: _("What a colleague or the reviewer should know."),
        REASON: _("Only if the answer is NA1, NA2 or NA3: one sentence."),
        AUTHORITY: _("Only if another authority decides: its name. Answer for the practice that applies to customs."),
        RAISED: _("Only if another authority decides."),
        TARGET: _("A level from 0 to 4. If empty, the default is used."),
    }


def _on_paper(translate: Callable[[str], str]) -> dict[str, str]:
    _ = translate
    return {
        "name": _("Names and date:"),
        "evidence": _("Evidence (expected: {evidence})"),
        "comment": _("Comment, and who decides if it is another authority"),
    }
