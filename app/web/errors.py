"""One table from exception to status, page, fragment and problem document."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from app.access.fair_queue import AGAIN, QueueFull
from app.access.identity import FormOfAnEndedSession, NoSecondFactor, NotSignedIn, NotThisForm, ReadingToken
from app.access.loaders import NotAllowed, NotYours, OwnOrganisation
from app.assessments.lifecycle import NotNow
from app.db.head_requests import OnlyHeaders
from app.db.outages import is_outage
from app.i18n.formatting import translations
from app.web.downloads import MEDIA_TYPES
from app.web.middleware import UPLOADS, secure
from app.web.pages import form_token_for, is_fragment, language_of, redirect, render
from app.web.submitted import has_secrets, has_text, kept, may_be_sent_again, to_send_again, typed, typed_anew
from questionnaires.problems import N_, Problem

NEW_FORM_TOKEN = "parity-form-token"  # noqa: S105 - the name of a header
PROBLEM_JSON = "application/problem+json"
RETRY_AFTER = "30"
"""Seconds; the shortest outages, a backup or a restart, are over by then."""
HUNG_UP = 499
"""What the log says of a request whose sender went away; nobody reads it."""
log = structlog.get_logger("parity.errors")


@dataclass(frozen=True)
class Mistake:
    """What a person is told: a heading and a sentence that says what to do."""

    status: int
    title: str
    advice: str


NOT_SIGNED_IN = Mistake(
    401,
    N_("You are not signed in"),
    N_("Your session has ended. What you typed is still here. Sign in in a new tab, come back and try again."),
)
MISTAKES: dict[type[Exception], Mistake] = {
    NotSignedIn: NOT_SIGNED_IN,
    NotYours: Mistake(
        404, N_("Page not found"), N_("Check the address. If it was sent to you, ask the sender for a new one.")
    ),
    NotAllowed: Mistake(
        403,
        N_("You are not allowed to do this"),
        N_("Your role does not include it. Help says who may do what."),
    ),
    OwnOrganisation: Mistake(
        403, N_("You cannot review your own organisation"), N_("Another reviewer decides on its levels.")
    ),
    NotThisForm: Mistake(
        403,
        N_("This form is out of date"),
        N_("Copy what you typed, load the page again and send the form again."),
    ),
    FormOfAnEndedSession: Mistake(
        403,
        N_("This form is out of date"),
        N_(
            "You have signed in again since this page was loaded. Nothing you typed is lost. Check it and send it "
            "again."
        ),
    ),
    ReadingToken: Mistake(
        403,
        N_("This token can only read"),
        N_("Under “My account”, create a token that can read and write, and use that one."),
    ),
    NoSecondFactor: Mistake(
        403,
        N_("This account needs two-step verification"),
        N_("Its office requires it. Sign in to Parity with a browser and set it up. After that, this token works."),
    ),
    QueueFull: Mistake(
        429,
        N_("Parity is busy"),
        N_("Wait a few seconds, then send it again. Enter any password and choose any file again."),
    ),
    NotNow: Mistake(409, N_("This cannot be changed now"), N_("Load the page again to see its current state.")),
}
BY_STATUS = {
    413: Mistake(
        413,
        N_("This is too large to save"),
        N_("A text can have 10,000 characters, and a form one million in all. Shorten the texts and save again."),
    ),
    408: Mistake(
        408,
        N_("This took too long to arrive"),
        N_("Nothing was saved. Go back and send it again, over a faster connection or as a smaller file."),
    ),
    404: MISTAKES[NotYours],
    405: Mistake(405, N_("This cannot be done here"), N_("Go back and use the buttons on the page.")),
    400: Mistake(400, N_("The request could not be read"), N_("Load the page again and send the form again.")),
}
FILE_TOO_LARGE = Mistake(
    413,
    N_("This file is too large"),
    N_("Go back and choose a smaller one. The page says how large a file may be."),
)
OUR_FAULT = Mistake(
    500,
    N_("Something went wrong on our side"),
    N_("Nothing was changed. Try again. If it happens again, tell the secretariat what you did."),
)
OUTAGE = Mistake(
    503,
    N_("Parity cannot do this right now"),
    N_("Its database or disk is not responding. Wait a minute, then try again. Nothing that was saved is lost."),
)


def install(app: FastAPI) -> None:
    for kind in MISTAKES:
        app.add_exception_handler(kind, _answer)
    for away in (DBAPIError, NoConnection, OSError):
        app.add_exception_handler(away, _answer_outage)
    app.add_exception_handler(OnlyHeaders, _answer_headers)
    app.add_exception_handler(ClientDisconnect, _answer_nobody)
    app.add_exception_handler(HTTPException, _answer_status)
    app.add_exception_handler(RequestValidationError, _answer_validation)
    app.add_exception_handler(Exception, _answer_our_fault)


class ProblemDocument(JSONResponse):
    """RFC 9457. In ASCII: it may repeat a name that was sent and that UTF-8 cannot hold, half a surrogate pair."""

    media_type = PROBLEM_JSON

    def render(self, content: Any) -> bytes:
        return json.dumps(content).encode("ascii")


def problem(status: int, title: str, detail: str, **more: Any) -> JSONResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return ProblemDocument(body, status_code=status)


def problems(status: int, title: str, refused: list[Problem]) -> JSONResponse:
    """A problem document that names each field."""
    errors = [{"field": reason.place, "message": reason.text()} for reason in refused]
    return problem(status, title, " ".join(reason.text() for reason in refused), errors=errors)


def _answer(request: Request, error: Exception) -> Response:
    if isinstance(error, NotSignedIn) and not is_api(request) and not is_fragment(request):
        is_typed = has_text(request)
        return _send_again(request, "web/signed_out.html", 401) if is_typed else _to_sign_in(request)
    if isinstance(error, FormOfAnEndedSession):
        return _offer_to_send_again(request, MISTAKES[FormOfAnEndedSession])
    mistake = MISTAKES[type(error)]
    return _ask_again(request, mistake, AGAIN) if isinstance(error, QueueFull) else _render_mistake(request, mistake)


def _offer_to_send_again(request: Request, mistake: Mistake) -> Response:
    """Nothing was done. The page has the form once more, for the session that now is; a script gets its new token."""
    if is_fragment(request):
        answer = _render_mistake(request, mistake)
        answer.headers[NEW_FORM_TOKEN] = form_token_for(request, request.state.visitor)
        return answer
    return _render_mistake(request, mistake, again=request.url.path if may_be_sent_again(request) else "")


def _answer_status(request: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    is_upload = status == 413 and UPLOADS.search(request.url.path)
    answer = _render_mistake(request, FILE_TOO_LARGE if is_upload else BY_STATUS.get(status, OUR_FAULT))
    answer.headers.update(headers or {})  # such as the methods that are allowed
    return answer


def _answer_validation(request: Request, error: Exception) -> Response:
    """What FastAPI itself refuses: a body that is not JSON, or a parameter of the wrong form."""
    errors = error.errors() if isinstance(error, RequestValidationError) else []
    refused = [Problem(".".join(map(str, error["loc"])), "{why}", {"why": _why(error)}) for error in errors]
    return problems(422, "The request could not be understood", refused)


def _why(error: Mapping[str, Any]) -> str:
    """What is no JSON has its reason beside FastAPI's own words."""
    return str(error["ctx"]["error"] if error["type"] == "json_invalid" else error["msg"])


def _answer_outage(request: Request, error: Exception) -> Response:
    """Whoever asks can only wait; whoever runs the installation finds it in the log. Anything else is our fault."""
    if not is_outage(error):
        raise error
    log.error("outage", error=type(error).__name__, kind=type(getattr(error, "orig", error)).__name__)
    is_form = not is_api(request) and not is_fragment(request) and has_text(request)
    if is_form and has_secrets(request):
        answer = _ask_again(request, OUTAGE, RETRY_AFTER)
    elif is_form:
        answer = _send_again(request, "web/outage.html", OUTAGE.status)
    else:
        answer = _render_mistake(request, OUTAGE)
    answer.headers["retry-after"] = RETRY_AFTER
    return answer


def _answer_headers(request: Request, _error: Exception) -> Response:
    """The body would be a file, which is not drawn for this: its kind is that of its address."""
    kind = MEDIA_TYPES.get(request.url.path.rpartition(".")[2], "")
    answer = Response(headers={"content-type": kind} if kind else {})
    del answer.headers["content-length"]
    return answer


def _answer_nobody(_request: Request, _error: Exception) -> Response:
    return Response(status_code=HUNG_UP)


def _answer_our_fault(request: Request, _error: Exception) -> Response:
    """Starlette sends this one around the middleware, so its headers are added here; the server then hangs up."""
    answer = _render_mistake(request, OUR_FAULT)
    answer.headers["connection"] = "close"
    secure(request.scope, answer.headers)
    return answer


def is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _send_again(request: Request, template: str, status: int) -> Response:
    """Without script a session that ended must not cost the text, nor an outage: the page holds it and can send it once
    more.
    """
    context = {"kept": kept(request), "typed": typed(request), "address": request.url.path}
    return render(request, template, context, status=status)


def _ask_again(request: Request, mistake: Mistake, wait: int | str) -> Response:
    """The form as it was sent, but for passwords, to be sent again; what had files, or no form, is asked for anew."""
    form = getattr(request.state, "posted", None)
    has_form = form is not None and not any(isinstance(value, UploadFile) for value in form.values())
    context = {
        "title": mistake.title,
        "advice": mistake.advice,
        "address": request.url.path if has_form else _with_query(request),
        "has_form": has_form,
        "kept": to_send_again(request),
        "secrets": typed_anew(request),
    }
    answer = render(request, "web/busy.html", context, status=mistake.status)
    answer.headers["retry-after"] = str(wait)
    return answer


def _with_query(request: Request) -> str:
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def _to_sign_in(request: Request) -> Response:
    """Back to where the person was going, unless that was no page."""
    path = request.url.path if request.method == "GET" else "/"
    return redirect("/sign-in" if path == "/" else f"/sign-in?next={quote(path)}")


def _render_mistake(request: Request, mistake: Mistake, *, again: str = "") -> Response:
    """With `again`, where the form went, the page offers to send it once more."""
    if is_api(request):
        if mistake.status != 401:
            return problem(mistake.status, mistake.title, mistake.advice)
        answer = problem(401, mistake.title, "Send a valid token in the header `Authorization: Bearer ...`.")
        answer.headers["www-authenticate"] = "Bearer"
        return answer
    _ = translations(language_of(request)).gettext
    whole = "web/out_of_date.html" if again else "web/error.html"
    template = "web/_failure.html" if is_fragment(request) else whole
    return render(
        request,
        template,
        {
            "title": _(mistake.title),
            "advice": _(mistake.advice),
            "status": mistake.status,
            "kept": kept(request),
            "typed": typed(request),
            "again": again,
        },
        status=mistake.status,
    )
