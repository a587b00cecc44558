"""What pages that repeat a posted form call its fields: as the form did, and never by the name that programs know."""

from collections.abc import Mapping

from fastapi import Request

from app.i18n.formatting import translations
from app.web.app_state import state_of
from app.web.pages import language_of
from questionnaires.problems import N_

TITLES = {
    "address": N_("Address"),
    "authority": N_("Authority"),
    "block": N_("Cells of the spreadsheet"),
    "choice": N_("Answer"),
    "comment": N_("Comment"),
    "dated_on": N_("Date of the document"),
    "due_on": N_("Due date"),
    "email": N_("Email address"),
    "evidence": N_("Evidence"),
    "extended_to": N_("New due date"),
    "holder": N_("Issued or held by"),
    "ids": N_("Which questions does it support?"),
    "letter": N_("Letter"),
    "level": N_("Level"),
    "name": N_("Name"),
    "note": N_("Note"),
    "outside": N_("Decided outside our administration"),
    "page": N_("Page"),
    "raised": N_("Raised in writing"),
    "reason": N_("Reason"),
    "removed": N_("Remove"),
    "seed": N_("Seed"),
    "sha256": N_("SHA-256"),
    "share": N_("Share in per cent"),
    "target": N_("Our target"),
    "text": N_("Text"),
    "title": N_("Title"),
    "why": N_("Why?"),
}
CHOSEN = {
    "choice": {"unknown": N_("We don't know"), "not_applicable": N_("Not applicable")}
    | {str(level): "" for level in range(5)},
    "outside": {"yes": N_("Yes")},
    "raised": {"yes": N_("Yes"), "no": N_("No")},
    "removed": {"yes": N_("Yes")},
}
"""What a choice means; "" where it is read as it is. Another choice says nothing to whoever reads what they typed."""


def called(request: Request, name: str, text: str, titles: Mapping[str, str]) -> tuple[str, str] | None:
    """The title of a field and what stands in it, as people read them; None where that would tell them nothing.

    `titles` are those of the form that was sent; a page without one has its fields in the list above.
    """
    language = language_of(request)
    say = translations(language).gettext
    if name in CHOSEN and text not in CHOSEN[name]:
        return None
    if title := titles.get(name) or TITLES.get(name):
        word = CHOSEN.get(name, {}).get(text)
        return say(title), say(word) if word else text
    for version in state_of(request).catalogue.versions.values():
        if field := version.words(language).profile.get(name):
            return field.question, field.options.get(text, text)
    return None
