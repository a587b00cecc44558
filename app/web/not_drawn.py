"""A file that cannot be drawn: whoever asked for it reads a sentence, and the log tells the fault as any other."""

import logging

from fastapi import FastAPI, Request
from starlette.responses import Response

from app.i18n.formatting import translations
from app.jobs.drawing import NotDrawn
from app.web.errors import is_api, problem
from app.web.pages import language_of, render
from questionnaires.problems import N_

STATUS = 422
TITLE = N_("This file cannot be created")
ADVICE = N_(
    "Nothing is lost: all answers are saved, and you can download every other file. Some of the content does not fit "
    "into this file. Tell the secretariat which file you asked for. The people who run the server can find the "
    "reason in the log."
)
log = logging.getLogger("parity.drawing")


def install(app: FastAPI) -> None:
    app.add_exception_handler(NotDrawn, _answer)


def _answer(request: Request, error: Exception) -> Response:
    log.error("a file cannot be drawn", exc_info=error)
    if is_api(request):
        return problem(STATUS, TITLE, ADVICE)
    _ = translations(language_of(request)).gettext
    names = {"title": _(TITLE), "advice": _(ADVICE), "typed": ()}
    return render(request, "web/error.html", names, status=STATUS)
