"""Reads one raw answer, a profile, or a whole file of answers: a value, or problems in words. Keeps no state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from questionnaires.dates import read_date
from questionnaires.definition import LEVELS, REASON_CODES, YES_PARTLY_NO, Indicator, ProfileKey, Questionnaire
from questionnaires.numbers import read_number, read_whole
from questionnaires.problems import N_, Problem
from questionnaires.texts import as_kept, joined_evidence, read_text, utf16_units, without_marks

State = Literal["answered", "unknown", "not_applicable", "not_answered"]
Form = Literal["full", "short"]
ProfileValue = str | int | list[str] | None
"""Of a key of which several options may be ticked, those in the order of the questionnaire."""

STATES = ("answered", "unknown", "not_applicable", "not_answered")
MOST_EVIDENCE_ITEMS = 20
MOST_EVIDENCE_UNITS = 30_000
"""All evidence of a question together, what is kept in a register included: it stands in one cell of each report."""
MOST_STAFF = 10_000_000

ALWAYS_HAS_A_CASE = N_(
    "This is a core question. If there was no case in the period, choose the level of the rules that exist "
    "instead of “no case in the period”."
)
KEYS = {"state", "value", "reason_code", "reason", "evidence", "comment", "outside_control", "target"}


@dataclass(frozen=True, slots=True)
class OutsideControl:
    """Decided by another authority. `raised`: was it raised in writing in the last 24 months? None: not said."""

    authority: str
    raised: bool | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is a level 0-4, or yes / partly / no; for what the workforce tables give, a number or a text."""

    state: State = "not_answered"
    value: int | float | str | None = None
    reason_code: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()
    comment: str = ""
    outside_control: OutsideControl | None = None
    target: int | None = None

    @property
    def level(self) -> int:
        """Its level for caps and conditions: 0 unless answered."""
        if self.state != "answered":
            return 0
        return YES_PARTLY_NO.get(self.value, 0) if isinstance(self.value, str) else int(self.value or 0)

    def has_evidence(self) -> bool:
        return bool("".join(self.evidence).strip())


NOT_ANSWERED = Answer()


def is_answered(answer: Answer) -> bool:
    """Unknown and N/A are answers; only what is not answered is still to do."""
    return answer.state != "not_answered"


@dataclass(frozen=True)
class Document:
    """A file of answers: the profile, the answers by indicator, and which form was used."""

    profile: Mapping[str, ProfileValue]
    answers: Mapping[str, Answer]
    form: Form


def read_document(questionnaire: Questionnaire, raw: object) -> tuple[Document, list[Problem]]:
    """A whole answers file, as DESIGN's JSON. With problems, the document is not to be used."""
    problems: list[Problem] = []
    parts = _mapping("file", raw, problems)
    for key in sorted(set(parts) - {"profile", "answers", "form"}):
        problems.append(Problem(key, "This part is unknown. A file contains profile, answers and form."))
    form = parts.get("form", "full")
    if form not in ("full", "short"):
        problems.append(Problem("form", "Enter full or short."))
    profile = read_profile(questionnaire, _mapping("profile", parts.get("profile", {}), problems), problems)
    answers = {}
    for id_, raw_answer in _mapping("answers", parts.get("answers", {}), problems).items():
        indicator = questionnaire.indicators.get(id_)
        if indicator is None:
            problems.append(Problem(f"answers.{id_}", "There is no such indicator in this questionnaire."))
            continue
        answer, problems_of_answer = read_answer(indicator, raw_answer)
        answers[id_] = answer
        problems += [Problem(f"answers.{id_}.{p.place}".rstrip("."), p.sentence, p.names) for p in problems_of_answer]
    return Document(profile, answers, cast(Form, form)), problems


def read_profile(
    questionnaire: Questionnaire, raw: Mapping[str, Any], problems: list[Problem]
) -> dict[str, ProfileValue]:
    """Values by key; an empty one (absent, null, "") stays None. Adds what is wrong to `problems`."""
    for key in sorted(set(raw) - set(questionnaire.profile_keys)):
        problems.append(Problem(key, "There is no such question in the profile."))
    return {key: _profile_value(known, raw.get(key), problems) for key, known in questionnaire.profile_keys.items()}


def _profile_value(key: ProfileKey, raw: object, problems: list[Problem]) -> ProfileValue:
    given = without_marks(as_kept(raw)).strip() if isinstance(raw, str) else raw
    if given in (None, "", []):
        return None
    if key.kind == "choices":
        return _ticked(key, given, problems)
    if key.kind == "number":
        return read_whole(key.key, raw, problems, most=MOST_STAFF)
    if key.kind == "date":
        return read_date(key.key, raw, problems) or None
    if isinstance(given, str) and given in key.options:
        return given
    problems.append(Problem(key.key, "Choose one of: {options}.", {"options": ", ".join(key.options)}))
    return None


def _ticked(key: ProfileKey, given: object, problems: list[Problem]) -> list[str] | None:
    ticked = given if isinstance(given, list) else [given]
    if any(option not in key.options for option in ticked):
        problems.append(Problem(key.key, "Choose any of: {options}.", {"options": ", ".join(key.options)}))
        return None
    return [option for option in key.options if option in ticked]


def read_answer(indicator: Indicator, raw: object) -> tuple[Answer, list[Problem]]:
    """One answer. The place of a problem is the field; with problems, the answer is not to be kept."""
    problems: list[Problem] = []
    parts = _mapping("", raw, problems)
    if problems:
        return NOT_ANSWERED, problems
    for key in sorted(set(parts) - KEYS):
        problems.append(Problem(key, "This is not a part of an answer. Remove it or correct its spelling."))
    state = parts.get("state")
    if state not in STATES:
        problems.append(Problem("state", "Enter one of: {states}.", {"states": ", ".join(STATES)}))
        return NOT_ANSWERED, problems
    answer = Answer(
        state=state,
        value=_value(indicator, state, parts.get("value"), problems),
        reason_code=_reason_code(indicator, state, parts.get("reason_code"), problems),
        reason=_reason(state, parts.get("reason"), problems),
        evidence=_evidence(parts.get("evidence"), problems),
        comment=_text("comment", parts.get("comment"), problems),
        outside_control=_outside_control(state, parts.get("outside_control"), problems),
        target=_target(parts.get("target"), problems),
    )
    return answer, problems


def _mapping(place: str, raw: object, problems: list[Problem]) -> Mapping[str, Any]:
    if isinstance(raw, dict):
        return raw
    problems.append(Problem(place, "This must be an object with named parts, written in braces."))
    return {}


def _text(place: str, raw: object, problems: list[Problem]) -> str:
    return "" if raw is None else read_text(place, raw, problems)


def _value(indicator: Indicator, state: str, raw: object, problems: list[Problem]) -> int | float | str | None:
    if state != "answered":
        if raw is not None:
            problems.append(Problem("value", "Only an answered question has a value. Remove it."))
        return None
    if indicator.kind == "maturity":
        if (level := _level(raw)) is not None:
            return level
        problems.append(Problem("value", "Choose a level from 0 to 4."))
    elif indicator.kind == "yes_partly_no":
        if isinstance(raw, str) and raw in YES_PARTLY_NO:
            return raw
        problems.append(Problem("value", "Choose yes, partly or no."))
    elif isinstance(raw, str):
        return read_text("value", raw, problems)
    elif (number := read_number("value", raw, [])) is not None:
        return number
    else:
        problems.append(Problem("value", "Enter a number of at most 15 digits, or a text."))
    return None


def _level(raw: object) -> int | None:
    """A level, as number or in digits."""
    return read_whole("", raw, [], least=LEVELS[0], most=LEVELS[-1])


def _reason_code(indicator: Indicator, state: str, raw: object, problems: list[Problem]) -> str:
    if state != "not_applicable":
        if raw not in (None, ""):
            problems.append(Problem("reason_code", "Only a question that is not applicable has a reason."))
        return ""
    if not isinstance(raw, str) or raw not in REASON_CODES:
        problems.append(Problem("reason_code", "Choose why the question is not applicable."))
        return ""
    if raw == "NA3" and indicator.core:
        problems.append(Problem("reason_code", ALWAYS_HAS_A_CASE))
    return raw


def _reason(state: str, raw: object, problems: list[Problem]) -> str:
    text = _text("reason", raw, problems)
    if text and state != "not_applicable":
        problems.append(Problem("reason", "Only a question that is not applicable has a reason."))
    return text


def _evidence(raw: object, problems: list[Problem]) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        problems.append(Problem("evidence", "Enter the evidence as a list of texts."))
        return ()
    if len(raw) > MOST_EVIDENCE_ITEMS:
        problems.append(Problem("evidence", "Enter at most {most} items.", {"most": MOST_EVIDENCE_ITEMS}))
    items = tuple(read_text("evidence", item, problems) for item in raw[:MOST_EVIDENCE_ITEMS])
    if (over := evidence_over(items)) > 0:
        names = {"most": f"{MOST_EVIDENCE_UNITS:,}", "over": f"{over:,}"}
        sentence = "The evidence for one question can have {most} characters in total. Shorten it by {over}."
        problems.append(Problem("evidence", sentence, names))
    return tuple(item for item in items if item.strip())


def evidence_over(items: Iterable[str]) -> int:
    """By how many characters the evidence of one question is too long; not above 0 where it fits."""
    return utf16_units(joined_evidence(items)) - MOST_EVIDENCE_UNITS


def _outside_control(state: str, raw: object, problems: list[Problem]) -> OutsideControl | None:
    if raw is None:
        return None
    if state == "not_applicable":
        problems.append(
            Problem(
                "outside_control",
                "A question that is not applicable cannot also be decided outside your administration. Choose one.",
            )
        )
        return None
    parts = _mapping("outside_control", raw, problems)
    for key in sorted(set(parts) - {"authority", "raised"}):
        problems.append(Problem(f"outside_control.{key}", "This part is unknown. Enter authority and raised."))
    raised = parts.get("raised")
    if raised is not None and not isinstance(raised, bool):
        problems.append(Problem("outside_control.raised", "Enter true or false."))
        raised = None
    return OutsideControl(_text("outside_control.authority", parts.get("authority"), problems), raised)


def _target(raw: object, problems: list[Problem]) -> int | None:
    if raw is None or (target := _level(raw)) is not None:
        return None if raw is None else target
    problems.append(Problem("target", "Choose a target level from 0 to 4."))
    return None


def is_same_answer(answer: Answer, other: Answer) -> bool:
    """Whether people see the same: an answer may have been stored before the rule for texts was."""
    return answer == other or _as_kept(answer) == _as_kept(other)


def _as_kept(answer: Answer) -> Answer:
    outside = answer.outside_control
    return replace(
        answer,
        value=as_kept(answer.value) if isinstance(answer.value, str) else answer.value,
        reason=_seen(answer.reason),
        evidence=tuple(item for item in map(_seen, answer.evidence) if item),
        comment=_seen(answer.comment),
        outside_control=outside and replace(outside, authority=_seen(outside.authority)),
    )


def _seen(text: str) -> str:
    """Where nothing but blanks stands, people see nothing."""
    kept = as_kept(text)
    return kept if kept.strip() else ""


def missing(answer: Answer) -> list[Problem]:
    """What a kept answer still lacks; it is judged on the page and before signing, never at a save."""
    lacks = []
    if answer.state == "not_applicable" and not answer.reason.strip():
        lacks.append(Problem("reason", "Explain in one sentence why the question is not applicable."))
    if answer.outside_control and not answer.outside_control.authority.strip():
        lacks.append(Problem("outside_control.authority", "Enter the authority that decides."))
    if answer.outside_control and answer.outside_control.raised is None:
        lacks.append(Problem("outside_control.raised", "Choose whether you raised this in writing."))
    return lacks
