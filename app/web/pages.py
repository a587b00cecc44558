"""The template environment of every page: one per language, with its words, its dates and its numbers."""

import gettext
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import Translations
from fastapi import Request
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app import languages
from app.access import may_everywhere
from app.deadlines import days_left, deadline
from app.guards import session_token
from app.identity import Visitor, form_token, utc_now
from app.rights import Permission
from app.version import VERSION
from app.web.messages import FIELD, message_in, with_message
from questionnaires.definition import is_right_to_left
from questionnaires.problems import N_
from scoring.document import rounded

APP = Path(__file__).parent.parent
STATIC = Path(__file__).parent / "static"
ROOMS = (
    "web",
    "signing_in",
    "my_work",
    "answering",
    "answering_offline",
    "keeping_evidence",
    "signing_off",
    "reviewing",
    "reporting",
    "running_rounds",
    "administering",
    "mailing",
    "auditing",
    "verifying",
)
NO_FIGURE = "\N{EN DASH}"
LOCALES = {"en": "en_GB"}  # day before month, as most of the world writes it
OF_EVERY_REQUEST = frozenset({"visitor", "places", "form_token", "now", "today", "message_after"})


class ReservedName(Exception):
    """A page gave one of its own names to something that the frame of every page uses."""


@dataclass(frozen=True)
class Place:
    """A place in the navigation: shown to whoever has this right everywhere, or to all who signed in."""

    address: str
    title: str
    permission: Permission | None = None


NAVIGATION = (
    Place("/", N_("My work")),
    Place("/rounds", N_("Rounds"), Permission.FOLLOW_ROUND),
    Place("/reviews", N_("Reviews"), Permission.SEE_REVIEWS),
    Place("/desk", N_("Auditor's desk"), Permission.READ_AUDIT),
    Place("/administrations", N_("Administrations"), Permission.KEEP_MEMBERS),
    Place("/accounts", N_("Accounts"), Permission.KEEP_ACCOUNTS),
    Place("/results", N_("Results")),
)


def places_for(visitor: Visitor | None) -> tuple[Place, ...]:
    if visitor is None:
        return ()
    return tuple(one for one in NAVIGATION if one.permission is None or may_everywhere(visitor, one.permission))


@cache
def environment(language: str) -> Environment:
    """Templates are named by room: "answering/element.html"."""
    rooms = {room: FileSystemLoader(APP / room / "templates") for room in ROOMS}
    env = Environment(
        loader=PrefixLoader(rooms),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = translations(language)
    env.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]  # from the extension
    env.globals["_"] = lambda text, **names: _filled(words.gettext(text), names)
    env.filters["day"] = lambda iso: day(iso, language)
    env.filters["clock"] = lambda at, today: clock(at, today, language)
    env.filters["recorded"] = lambda at: recorded(at, language)
    env.filters["one_decimal"] = lambda exact: one_decimal(exact, language)
    env.filters["two_decimals"] = lambda exact: format_decimal(rounded(10 * exact) / 10, "0.00", locale=language)
    env.filters["figure"] = lambda shown: NO_FIGURE if shown is None else format_decimal(shown, "0.0", locale=language)
    env.filters["change"] = lambda shown: NO_FIGURE if shown is None else change(shown, language)
    env.filters["whole"] = lambda number: whole(number, language)
    env.filters["percent"] = lambda share: format_decimal(rounded(100 * share), "0.#", locale=language)
    env.globals |= {
        "asset": asset,
        "end_of": deadline,
        "days_left": days_left,
        "with_query": with_query,
        "translate": words.gettext,  # for sentences whose names are filled in later, by Problem.text
        "version": VERSION,
        "language": language,
        "direction": "rtl" if is_right_to_left(language) else "ltr",
    }
    return env


def _filled(text: str, names: Mapping[str, Any]) -> Markup:
    """As Jinja's own `_`, without looking at the context each time: the scorecard says a thousand words."""
    own = Markup(text)  # noqa: S704 - our own words; what is filled in is escaped
    return own % names if names or "%" in text else own


def translations(language: str) -> gettext.NullTranslations:
    return Translations.load(languages.TRANSLATIONS, [language])


@lru_cache(maxsize=4096)
def change(value: float, language: str) -> str:
    """A difference of two scores, with its sign."""
    return format_decimal(value, "+0.0;\N{MINUS SIGN}0.0", locale=language)


def one_decimal(exact: Fraction | None, language: str) -> str:
    """A score as people read it, with the decimal sign of the language; a dash where there is none."""
    return NO_FIGURE if exact is None else format_decimal(rounded(exact), "0.0", locale=language)


def day(iso: str, language: str) -> str:
    """An ISO date as people write it; a dash where there is none, since a missing date hides nothing."""
    if not iso:
        return NO_FIGURE
    return format_date(date.fromisoformat(iso), "long", locale=LOCALES.get(language, language))


def clock(at: datetime, today: str, language: str, zone: str = "UTC") -> str:
    """The time in UTC, with the day where it is not today's. A browser with script shows its own time instead.

    A mail has no script, so that it is told in which zone its reader is.
    """
    there = at.astimezone(ZoneInfo(zone))
    time = f"{there:%H:%M} UTC{there.isoformat()[-6:].removesuffix('+00:00')}"
    return time if there.date().isoformat() == today else f"{day(there.date().isoformat(), language)}, {time}"


def recorded(at: datetime, language: str, zone: str = "UTC") -> str:
    """A moment of a record: always with day and zone, since nobody knows when and where it will be read."""
    return clock(at, "", language, zone)


def whole(number: int, language: str) -> str:
    return format_decimal(number, locale=language)


@cache
def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep it for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def with_query(path: str, *queries: str) -> str:
    """An address with what stands behind its "?": some of these parts, or nothing at all, and then no "?"."""
    query = "&".join(filter(None, queries))
    return f"{path}?{query}" if query else path


def language_of(request: Request) -> str:
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    return visitor.language if visitor else languages.DEFAULT


def render(request: Request, template: str, names: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    """A page or a fragment, with the person who asks and a token for its forms."""
    env = environment(language_of(request))
    if taken := reserved_names(env) & names.keys():
        raise ReservedName(f"{template} is handed {', '.join(sorted(taken))}, which the frame of every page uses.")
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    now = utc_now()
    own = {
        "visitor": visitor,
        "places": places_for(visitor),
        "form_token": form_token_for(request, visitor) if visitor else "",
        "now": now,
        "today": now.date().isoformat(),
        "message_after": _message_after(request, visitor),
    }
    return HTMLResponse(env.get_template(template).render(own | dict(names)), status_code=status)


def form_token_for(request: Request, visitor: Visitor) -> str:
    """For the session that the browser has once it has this answer."""
    session = getattr(request.state, "new_session", "") or session_token(request)
    return form_token(request.app.state.key, visitor.id, session)


def reserved_names(env: Environment) -> frozenset[str]:
    """What every page has already, and the base template reads: a page's own name would silently stand in its place."""
    return OF_EVERY_REQUEST | env.globals.keys()


def _message_after(request: Request, visitor: Visitor | None) -> str:
    given = request.query_params.get(FIELD, "")
    return message_in(request.url.path, given, request.app.state.key, visitor.id if visitor else "") if given else ""


def is_fragment(request: Request) -> bool:
    """Whether htmx asks, which wants a part of the page and no redirect."""
    return request.headers.get("hx-request") == "true"


def go_to(address: str) -> Response:
    """After a plain form was saved: the browser fetches the page anew, and reloading it sends nothing twice."""
    return RedirectResponse(address, status_code=303)


def go_on_saying(request: Request, code: str, address: str, *, signed_out: bool = False) -> Response:
    """The same, with a message of `messages.py` on that page for whoever did this."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    person = "" if visitor is None or signed_out else visitor.id
    return go_to(with_message(address, code, request.app.state.key, person))
