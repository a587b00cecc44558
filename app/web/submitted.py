"""What was posted and could not be taken: its fields, to show them again or to send them once more."""

from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

from app.web.field_labels import called
from app.web.forms import titles_of
from questionnaires.problems import N_

SECRETS = {
    "password": N_("Password"),
    "again": N_("Repeat password"),
    "current": N_("Password"),
}
"""Fields that no page repeats, for whoever looks at the screen, with what they are called."""
PROOFS = ("credential", "sealed")
"""What a passkey said, once. No page shows it; a form may send it again."""
NO_TEXT = ("form_token", "revision", "over", "carried", *SECRETS, *PROOFS)
HIDDEN = (
    "back", "chosen", "comment_id", "expected", "is_active", "items", "left_out", "next", "of", "part",
    "restore", "rows", "session", "shown", "signature", "token", "told", "until", "view", "was",
)  # fmt: skip
"""What forms carry unseen: it goes out again with the rest, and means nothing to whoever reads what they typed."""


def kept(request: Request) -> list[tuple[str, str]]:
    """The fields of the posted form, to show them again: nobody's text disappears."""
    return [(name, text) for name, text in to_send_again(request) if name not in PROOFS]


def typed(request: Request) -> list[tuple[str, str]]:
    """Of what is kept, what a person typed or chose, each with what the form calls it."""
    fields = kept(request)
    titles = titles_of({name for name, _text in fields})
    seen = [(name, text) for name, text in fields if text and name not in NO_TEXT and name not in HIDDEN]
    return [label for name, text in seen if (label := called(request, name, text, titles))]


def to_send_again(request: Request) -> list[tuple[str, str]]:
    """The fields of the posted form without secrets, which are typed anew, and files."""
    fields = [(name, text) for name, text in _submitted(request) if name not in SECRETS]
    return [(name, text) for name, text in fields if not isinstance(text, UploadFile)]


def has_text(request: Request) -> bool:
    return any(text for name, text in kept(request) if name not in NO_TEXT)


def has_secrets(request: Request) -> bool:
    return any(name in SECRETS or name in PROOFS for name, _text in _submitted(request))


def typed_anew(request: Request) -> dict[str, str]:
    """The secrets of the form, with what they are called."""
    return {name: SECRETS[name] for name, _text in _submitted(request) if name in SECRETS}


def may_be_sent_again(request: Request) -> bool:
    """Whether all of the posted form is kept: files are not, and secrets are typed anew."""
    fields = _submitted(request)
    return bool(fields) and not has_secrets(request) and not any(isinstance(value, UploadFile) for _, value in fields)


def _submitted(request: Request) -> list[tuple[str, Any]]:
    form = getattr(request.state, "posted", None)
    return form.multi_items() if form else []
