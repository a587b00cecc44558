"""An answer as the values of a form's fields, and what differs between two of them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.assessments.reads import RAISED_WORDS
from questionnaires import texts
from questionnaires.answers import Answer

Screen = Mapping[str, object]


@dataclass(frozen=True)
class FieldChange:
    """One field that is not the same; the values are those of the form's fields."""

    field: str
    before: object
    after: object


def screen_of(answer: Answer) -> dict[str, object]:
    outside = answer.outside_control
    return {
        "choice": str(answer.value) if answer.state == "answered" else answer.state.replace("not_answered", ""),
        "reason_code": answer.reason_code,
        "reason": answer.reason,
        "outside": outside is not None,
        "authority": outside.authority if outside else "",
        "raised": RAISED_WORDS[outside.raised] if outside else "",
        "evidence": list(answer.evidence),
        "comment": answer.comment,
        "target": "" if answer.target is None else str(answer.target),
    }


def differences(before: Screen, after: Screen) -> tuple[FieldChange, ...]:
    """Field by field, in the order of the form; fields that only one of them has are empty in the other."""
    fields = [*before, *(field for field in after if field not in before)]
    changes = (FieldChange(field, before.get(field, ""), after.get(field, "")) for field in fields)
    return tuple(change for change in changes if not _is_same(change.before, change.after))


def _is_same(before: object, after: object) -> bool:
    """For people: one may have been stored before the rule for texts was."""
    if isinstance(before, str) and isinstance(after, str):
        return texts.is_same_text(before, after)
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return all(map(_is_same, before, after))
    return before == after
