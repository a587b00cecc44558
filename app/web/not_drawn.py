"""A file that cannot be drawn: whoever asked for it reads a sentence, and the log tells the fault as any other."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI, Request
from starlette.responses import Response

from app.heads import OnlyHeaders
from app.outages import has_all
from app.web.errors import is_api, problem
from app.web.pages import language_of, render, translations
from questionnaires.problems import N_

STATUS = 422
TITLE = N_("This file cannot be drawn")
ADVICE = N_(
    "Nothing is lost: all answers are stored, and every other file can be downloaded. Something that this one would "
    "show does not fit into it. Tell the secretariat which file you asked for; whoever runs the server finds in the "
    "log what it is."
)
log = logging.getLogger("parity.drawing")


class NotDrawn(Exception):
    """The cause is the exception that stopped the drawing."""


@contextmanager
def drawing() -> Iterator[None]:
    """Around all that makes a file. An outage is no fault of the file, and neither is that nobody wants its content."""
    try:
        yield
    except (NotDrawn, OnlyHeaders):
        raise
    except Exception as error:
        if has_all(error):
            raise
        raise NotDrawn from error


def install(app: FastAPI) -> None:
    app.add_exception_handler(NotDrawn, _answer)


def _answer(request: Request, error: Exception) -> Response:
    log.error("a file cannot be drawn", exc_info=error)
    if is_api(request):
        return problem(STATUS, TITLE, ADVICE)
    _ = translations(language_of(request)).gettext
    names = {"title": _(TITLE), "advice": _(ADVICE), "typed": ()}
    return render(request, "web/error.html", names, status=STATUS)
