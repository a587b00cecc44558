"""The first sheet of an answer workbook: who, what, when, how to fill it in and what happens then."""

from collections.abc import Callable
from dataclasses import dataclass

from exports.answer_workbook.choices import DONT_KNOW, LETTERS, WE_DONT_KNOW
from exports.answer_workbook.layout import Header
from questionnaires.conventions import conventions
from questionnaires.definition import LEVELS, REASON_CODES, Words
from questionnaires.small_offices import are_for_small


@dataclass(frozen=True)
class InstructionPart:
    """A heading with its sentences, or with pairs of a code and what it means."""

    heading: str
    sentences: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Instructions:
    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[InstructionPart, ...]
    progress: str
    columns: tuple[str, str]
    whole: str
    on_paper: tuple[InstructionPart, ...]
    """What stands there instead of the parts where the workbook is printed to be filled in by hand."""


def instructions(
    header: Header, words: Words, translate: Callable[[str], str], snapshot: str, *, has_numbers: bool = False
) -> Instructions:
    """`snapshot` is the ISO date from which periods count back; `has_numbers`: there is a sheet of workforce tables."""
    _ = translate
    rules = tuple(conventions(words, snapshot, translate))
    if are_for_small(words):
        rules += (_("Where there is one, a level has its text for offices with fewer than 100 staff."),)
    return Instructions(
        name=_("Instructions"),
        title=header.administration,
        facts=(
            (_("Round"), header.round),
            (_("Questionnaire"), f"{header.questionnaire} ({_form(header, translate)})"),
            (_("Downloaded"), header.taken_at[:16].replace("T", " ")),
        ),
        parts=(_filling(translate, rules, has_numbers=has_numbers), _codes(words, translate), _sending(translate)),
        progress=_("Progress"),
        columns=(_("Answered"), _("Asked")),
        whole=_("Total"),
        on_paper=(_by_hand(translate, rules), _codes(words, translate)),
    )


def _form(header: Header, translate: Callable[[str], str]) -> str:
    _ = translate
    return _("short form") if header.form == "short" else _("full form")


def _filling(translate: Callable[[str], str], rules: tuple[str, ...], *, has_numbers: bool) -> InstructionPart:
    _ = translate
    of_numbers = (_("The sheet of the workforce tables is for numbers. Empty means not known, which is not 0."),)
    return InstructionPart(
        _("How to fill it in"),
        (
            _("Each pillar has a sheet, each question a row. Fill in the tinted cells only. The others are locked."),
            *rules,
            _("At level 2 or above, add at least one piece of evidence: a document with page and date, or a link."),
            _("If you do not know, choose DK. It scores 0 and is marked, so no one takes it for a real 0."),
            _("A darker cell is still to be filled in. Red text is not a valid answer: choose from the list instead."),
            *(of_numbers if has_numbers else ()),
            _("Several people can each fill in a copy of this workbook, with the questions that they know."),
        ),
    )


def _by_hand(translate: Callable[[str], str], rules: tuple[str, ...]) -> InstructionPart:
    _ = translate
    return InstructionPart(
        _("How to fill it in"),
        (
            *rules,
            _("Tick one box for each question. Write the evidence beside it: a document with page and date."),
            _("If you do not know, tick DK. It scores 0 and is marked, so no one takes it for a real 0."),
            _("Afterwards, someone enters the codes in the workbook or on the pages."),
        ),
    )


def _codes(words: Words, translate: Callable[[str], str]) -> InstructionPart:
    levels = tuple((str(level), f"{words.levels[level].name}: {words.levels[level].meaning}") for level in LEVELS)
    letters = tuple((letter, words.choices[choice]) for choice, letter in LETTERS.items())
    reasons = tuple((code, words.reasons[code]) for code in REASON_CODES)
    unknown = ((DONT_KNOW, translate(WE_DONT_KNOW)),)
    return InstructionPart(translate("The answers and their codes"), codes=(*levels, *letters, *unknown, *reasons))


def _sending(translate: Callable[[str], str]) -> InstructionPart:
    _ = translate
    return InstructionPart(
        _("How to upload it"),
        (
            _("Save it as .xlsx, then upload it on the page where you downloaded it, alone or with other copies."),
            _("Nothing is saved at once: you first see what is new, what stays the same, and what cannot be read."),
            _(
                "If someone answered the same question differently in the meantime, you see both answers and "
                "choose one. Answers that you did not change here never replace newer ones."
            ),
            _("Do not rename or delete columns. You can filter, and change widths and heights."),
        ),
    )
