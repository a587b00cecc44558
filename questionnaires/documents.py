"""An answer as the JSON object of files, of the API and of what was signed; and back."""

from collections.abc import Mapping
from typing import Any

from questionnaires.answers import Answer, OutsideControl


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """For JSON readers, which keep the last of two equal names without a word: an answer would be lost."""
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name “{twice[:40]}” appears twice in one object")
    return members


def as_document(answer: Answer) -> dict[str, Any]:
    """The answer as the JSON object that `read_answer` reads; parts that are empty are left out."""
    document: dict[str, Any] = {"state": answer.state}
    if answer.value is not None:
        document["value"] = answer.value
    for key in ("reason_code", "reason", "comment"):
        if text := getattr(answer, key):
            document[key] = text
    if answer.evidence:
        document["evidence"] = list(answer.evidence)
    if answer.outside_control:
        document["outside_control"] = {
            "authority": answer.outside_control.authority,
            "raised": answer.outside_control.raised,
        }
    if answer.target is not None:
        document["target"] = answer.target
    return document


def of_document(document: Mapping[str, Any]) -> Answer:
    """The answer that `as_document` wrote, unjudged: what was once kept is read back as it was."""
    outside = document.get("outside_control")
    return Answer(
        state=document["state"],
        value=document.get("value"),
        reason_code=document.get("reason_code", ""),
        reason=document.get("reason", ""),
        evidence=tuple(document.get("evidence", ())),
        comment=document.get("comment", ""),
        outside_control=OutsideControl(outside["authority"], outside["raised"]) if outside else None,
        target=document.get("target"),
    )
