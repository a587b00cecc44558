"""Decides what an answer workbook says, as plain values that another process can draw."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Protocol, cast

from exports.answer_workbook.choices import UNKNOWN, answer_labels, dont_know, raised_labels, value_labels
from exports.answer_workbook.instructions import Instructions, instructions
from exports.answer_workbook.layout import (
    ANSWER,
    AUTHORITY,
    COLUMNS,
    COMMENT,
    EVIDENCE,
    FOR_SMALL,
    FORMAT,
    RAISED,
    REASON,
    TARGET,
    Header,
)
from exports.answer_workbook.words import Phrases, phrases
from exports.answer_workbook.workforce.content import NumbersInput, NumbersSheet, numbers_sheet
from exports.answer_workbook.workforce.layout import NUMBERS
from exports.long_texts import in_cells, sheet_name
from questionnaires.answers import NOT_ANSWERED, Answer, Form, ProfileValue
from questionnaires.canonical_json import canonical
from questionnaires.conventions import snapshot_day
from questionnaires.definition import Indicator, Pillar, Questionnaire, Words, is_right_to_left
from questionnaires.earlier import EarlierAnswers
from questionnaires.small_offices import are_for_small, words_for
from questionnaires.texts import joined_evidence
from scoring.score import asked_indicators


class SavedAnswer(Protocol):
    """An answer as it is stored."""

    @property
    def answer(self) -> Answer: ...

    @property
    def revision(self) -> int: ...


@dataclass(frozen=True)
class QuestionRow:
    """One row. `fields` holds the text of each cell to fill in; `offer` names the drop-down of the answer."""

    id: str
    core: str
    element: str
    question: str
    levels: tuple[tuple[str, str, str], ...]
    """Code, name and text of each level."""
    wanted: str
    kept: tuple[str, ...]
    """What the register holds, in as many cells as it takes."""
    last: str
    revision: int
    offer: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class PillarSheet:
    name: str
    title: str
    questions: tuple[QuestionRow, ...]

    @property
    def answered(self) -> int:
        return sum(bool(question.fields[ANSWER]) for question in self.questions)


@dataclass(frozen=True)
class AnswerWorkbook:
    """`signed` is the header as canonical JSON, with the words of this workbook's language and the revisions."""

    title: str
    about: str
    created: str
    right_to_left: bool
    signed: str
    instructions: Instructions
    pillars: tuple[PillarSheet, ...]
    offers: Mapping[str, tuple[str, ...]]
    raised: tuple[str, ...]
    phrases: Phrases
    numbers: NumbersSheet | None = None

    def other_answers(self, question: QuestionRow) -> Iterator[tuple[str, str]]:
        """The answers that are no level: code and words, such as "DK" and "We don't know"."""
        for label in self.offers[question.offer][len(question.levels) :]:
            code, _, words = label.partition(" ")
            yield code, words


@dataclass(frozen=True)
class WorkbookInput:
    """What an answer workbook is made of. It is in the language of the header; `items` is evidence that is kept
    elsewhere; `elements` None means all of them; `earlier` are the answers of the last round; `numbers` are those of
    the workforce tables, None for whoever does not see them."""

    questionnaire: Questionnaire
    header: Header
    answers: Mapping[str, SavedAnswer]
    profile: Mapping[str, ProfileValue]
    items: Mapping[str, tuple[str, ...]]
    translate: Callable[[str], str]
    elements: Collection[str] | None = None
    earlier: EarlierAnswers | None = None
    numbers: NumbersInput | None = None

    @cached_property
    def words(self) -> Words:
        return words_for(self.questionnaire, self.header.language, self.profile)

    @cached_property
    def of_elements(self) -> tuple[Indicator, ...]:
        """The scored indicators of the elements."""
        wanted = self.questionnaire.elements if self.elements is None else self.elements
        return tuple(
            indicator
            for indicator in self.questionnaire.structure.indicators
            if indicator.is_scored and indicator.element in wanted
        )

    @cached_property
    def shown(self) -> tuple[Indicator, ...]:
        """Those that concern the administration, or that an answer could bring in."""
        given = {id_: saved.answer for id_, saved in self.answers.items()}
        asked = asked_indicators(self.questionnaire, self.profile, given, cast(Form, self.header.form))
        return tuple(
            indicator
            for indicator in self.of_elements
            if indicator.id in asked or _may_be_asked(indicator, self.header.form)
        )


def answer_workbook(source: WorkbookInput) -> AnswerWorkbook:
    header, words, translate = source.header, source.words, source.translate
    snapshot = snapshot_day(source.profile, header.round)
    workbook_phrases, first = (
        phrases(header, translate),
        instructions(header, words, translate, snapshot, has_numbers=source.numbers is not None),
    )
    pillars = tuple(_pillars(source))
    numbers = numbers_sheet(source.numbers, translate) if source.numbers else None
    others = [sheet_name(first.name, ()), *([sheet_name(numbers.name, ())] if numbers else [])]
    offers = {_offer(indicator): tuple(answer_labels(indicator, words, translate)) for indicator in source.of_elements}
    return AnswerWorkbook(
        title=workbook_phrases.title,
        about=workbook_phrases.about,
        created=header.taken_at[:10],
        right_to_left=is_right_to_left(header.language),
        signed=_signed(source, pillars, others, workbook_phrases),
        instructions=first,
        pillars=pillars,
        offers=dict(sorted(offers.items())),
        raised=tuple(raised_labels(translate)),
        phrases=workbook_phrases,
        numbers=numbers,
    )


def _may_be_asked(indicator: Indicator, form: str) -> bool:
    """Whether another answer decides, which may be changed in the same workbook."""
    depends = any(not clause.is_about_profile for clause in indicator.condition.clauses)
    return depends and (form == "full" or indicator.short)


def _offer(indicator: Indicator) -> str:
    return f"{indicator.kind} core" if indicator.core else indicator.kind


def _signed(
    source: WorkbookInput, pillars: tuple[PillarSheet, ...], others: Sequence[str], workbook_phrases: Phrases
) -> str:
    """With all that is handed out, so that what does not come back can be told. `others` have no questions."""
    own = {"unknown": {dont_know(source.translate): UNKNOWN}, "raised": raised_labels(source.translate)}
    revisions = {question.id: question.revision for pillar in pillars for question in pillar.questions}
    sheets = sheets_of(source.questionnaire, source.words, list(revisions)) | {name: [] for name in others}
    columns = {code: workbook_phrases.titles[code] for code in COLUMNS}
    document = {
        "format": FORMAT,
        "header": asdict(source.header),
        "words": own,
        "revisions": revisions,
        **({FOR_SMALL: True} if are_for_small(source.words) else {}),
        **({NUMBERS: source.numbers.revisions()} if source.numbers else {}),
        "handed_out": {"sheets": sheets, "columns": columns},
    }
    return canonical(document, only_ascii=True).decode()


def sheets_of(questionnaire: Questionnaire, words: Words, ids: Sequence[str]) -> dict[str, list[str]]:
    """Which questions stand on which sheet: those of a pillar together."""
    sheets = {}
    for pillar in questionnaire.structure.pillars:
        elements = {element.id for element in questionnaire.elements_of[pillar.id]}
        here = [id_ for id_ in ids if questionnaire.indicators[id_].element in elements]
        if here:
            sheets[_name(words, pillar)] = here
    return sheets


def _pillars(source: WorkbookInput) -> Iterator[PillarSheet]:
    for pillar in source.questionnaire.structure.pillars:
        elements = {element.id for element in source.questionnaire.elements_of[pillar.id]}
        questions = tuple(_question(source, indicator) for indicator in source.shown if indicator.element in elements)
        if questions:
            yield PillarSheet(_name(source.words, pillar), _title(source.words, pillar), questions)


def _name(words: Words, pillar: Pillar) -> str:
    return sheet_name(f"{pillar.id} {words.pillars[pillar.id].title}", ())


def _title(words: Words, pillar: Pillar) -> str:
    return f"{pillar.id} · {words.pillars[pillar.id].title}"


def _question(source: WorkbookInput, indicator: Indicator) -> QuestionRow:
    words = source.words.indicators[indicator.id]
    saved = source.answers.get(indicator.id)
    answer = saved.answer if saved else NOT_ANSWERED
    return QuestionRow(
        id=indicator.id,
        core=source.translate("Core") if indicator.core else "",
        element=f"{indicator.element} {source.words.elements[indicator.element].title}",
        question=words.question,
        levels=tuple(_levels(source.words, indicator)),
        wanted=words.evidence,
        kept=in_cells(source.items.get(indicator.id, ())),
        last=_said_last(source, indicator),
        revision=saved.revision if saved else 0,
        offer=_offer(indicator),
        fields=_fields(source, indicator, answer),
    )


def _levels(words: Words, indicator: Indicator) -> Iterator[tuple[str, str, str]]:
    """The codes are those of the cells: 0 to 4, or yes, partly, no, the best one first as on the page."""
    texts = words.indicators[indicator.id].levels
    for label, code in value_labels(indicator, words).items():
        if indicator.kind == "maturity":
            yield code, words.levels[int(code)].name, texts[int(code)]
        else:
            yield code, label, texts[("no", "partly", "yes").index(code)]


def _fields(source: WorkbookInput, indicator: Indicator, answer: Answer) -> dict[str, str]:
    outside = answer.outside_control
    raised = {code: label for label, code in raised_labels(source.translate).items()}
    codes = {True: "yes", False: "no", None: "not_said"}
    return {
        ANSWER: _said(source, indicator, answer),
        EVIDENCE: joined_evidence(answer.evidence),
        COMMENT: answer.comment,
        REASON: answer.reason,
        AUTHORITY: outside.authority if outside else "",
        RAISED: raised[codes[outside.raised]] if outside else "",
        TARGET: "" if answer.target is None else str(answer.target),
    }


def _said_last(source: WorkbookInput, indicator: Indicator) -> str:
    """What the last round has in place of the question, in the words that it was given to."""
    earlier = source.earlier.of(indicator.id) if source.earlier else None
    if earlier is None:
        return ""
    _, words = source.translate, earlier.questionnaire.words(source.header.language)
    if earlier.is_new:
        return _("New question")
    said = [_in_words(words, asked, answer, _) for asked, answer in earlier.answers]
    if earlier.compared:
        return said[0]
    asked_differently = _("Questionnaire {version}, asked differently: not compared")
    return "\n".join((asked_differently.format(version=earlier.questionnaire.version), *said))


def _said(source: WorkbookInput, indicator: Indicator, answer: Answer) -> str:
    return _in_words(source.words, indicator, answer, source.translate)


def _in_words(words: Words, indicator: Indicator, answer: Answer, translate: Callable[[str], str]) -> str:
    """The answer in the words of the drop-down."""
    code = {"answered": str(answer.value), "not_applicable": answer.reason_code, "unknown": "unknown"}
    labels = answer_labels(indicator, words, translate)
    return next((label for label, meaning in labels.items() if meaning == code.get(answer.state)), "")
