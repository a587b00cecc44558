"""The history of an answer and of the profile as people read it: each revision with what it changed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.web.answer_fields import FieldChange, Screen, differences, screen_of
from questionnaires.documents import of_document

NEVER: dict[str, Any] = {"state": "not_answered"}
"""What stood there before the first revision."""


@dataclass(frozen=True)
class Entry:
    """One revision: who saved it when, its content, and the difference to the one before."""

    revision: int
    by: str
    at: datetime
    screen: Screen
    changes: tuple[FieldChange, ...]


def answer_screen(content: Mapping[str, Any]) -> Screen:
    return screen_of(of_document(content))


def entries(rows: Sequence[Any], *, is_answer: bool) -> list[Entry]:
    """From the rows of the history, the newest first."""
    screens = [answer_screen(row.content) if is_answer else row.content for row in rows]
    before = [*screens, answer_screen(NEVER) if is_answer else {}][1:]
    return [
        Entry(row.revision, row.name, row.saved_at, screen, differences(older, screen))
        for row, screen, older in zip(rows, screens, before, strict=True)
    ]


def content_of(rows: Sequence[Any], revision: int, *, is_answer: bool) -> Mapping[str, Any] | None:
    """What a revision held; revision 0 is what stood there before anything was saved. None where it never was."""
    if revision == 0:
        return NEVER if is_answer else {}
    return next((row.content for row in rows if row.revision == revision), None)
