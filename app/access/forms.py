"""Posted forms: read whole, and only where they come from this server's own pages."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, cast
from urllib.parse import urlsplit

from fastapi import Depends, Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from app.access.identity import NotThisForm

FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field
UTF_8 = b"utf-8"
MOST_DIGITS = 9
"""What has more is no number that anybody means, and no database keeps it."""


def number_of(text: str, most_digits: int = MOST_DIGITS) -> int | None:
    """A whole number as a form or an address holds it; None for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most_digits else None


def moment_of(text: str) -> datetime | None:
    """A moment as a form carries it unseen; None for any other text."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


async def submitted_form(request: Request) -> FormData:
    """The posted form. Foreign origins are refused before anything is read."""
    return await _form(request, most_files=0)


async def submitted_form_with_files(request: Request) -> AsyncIterator[FormData]:
    """The files of the form are gone from this machine once the answer is made, unless they were kept elsewhere."""
    try:
        yield await _form(request, most_files=30)
    finally:
        await request.close()


async def _form(request: Request, most_files: int) -> FormData:
    if not _is_from_here(request):
        raise NotThisForm
    if not _is_utf8(request):
        raise HTTPException(400)
    request.state.posted = await request.form(max_files=most_files)
    return cast(FormData, request.state.posted)


def _is_from_here(request: Request) -> bool:
    """By what the browser says of the sender; older ones name its origin only, programs neither."""
    if site := request.headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "")
    return not origin or urlsplit(origin).netloc == request.headers.get("host")


def _is_utf8(request: Request) -> bool:
    """Browsers name no encoding. The parser would take any that Python knows: some need minutes for a megabyte, in
    which the server does nothing else, others make letters that no text holds."""
    _, options = parse_options_header(request.headers.get("content-type"))
    return options.get(b"charset", UTF_8).lower() == UTF_8


SubmittedForm = Annotated[FormData, Depends(submitted_form)]
SubmittedFormWithFiles = Annotated[FormData, Depends(submitted_form_with_files)]
