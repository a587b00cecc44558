"""The template environment of every page: one per language, with its words, its dates and its numbers."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from babel.numbers import format_decimal
from fastapi import Request
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app import VERSION
from app.access.guards import session_token
from app.access.guides import guide_of, guide_of_administration, guide_of_office, guide_of_team
from app.access.identity import Visitor, form_token, utc_now
from app.access.loaders import may_everywhere
from app.assessments.deadlines import days_left, deadline, is_day
from app.assessments.evidence.items import preview_of
from app.assessments.lifecycle import STEPS, step_now
from app.assessments.reads import OneAssessment
from app.assessments.rights import Permission, Role
from app.i18n import languages
from app.i18n.formatting import NO_FIGURE, change, city, clock, day, one_decimal, recorded, translations, whole
from app.validation.organisations import KINDS, counts_in_figures
from app.validation.regions import REGIONS
from app.validation.web_addresses import pieces_of
from app.web.app_state import state_of
from app.web.compiled_words import WithWords
from app.web.messages import FIELD, CountedMessage, message_in, with_message
from questionnaires.conventions import conventions, snapshot_day, whole_text
from questionnaires.definition import is_right_to_left
from questionnaires.problems import N_, Problem
from questionnaires.profiles import in_words
from questionnaires.small_offices import small_levels
from scoring.scorecard import rounded

APP = Path(__file__).parent.parent
STATIC = Path(__file__).parent / "static"
TEMPLATE_FOLDERS = {
    "web": APP / "web" / "templates",
    **{folder.parent.name: folder for folder in sorted((APP / "features").glob("*/templates"))},
}
"""First part of a template's name -> its folder."""
OF_EVERY_REQUEST = frozenset(
    {
        "visitor",
        "places",
        "place_now",
        "place_is_page",
        "organisation",
        "form_token",
        "now",
        "today",
        "message_after",
        "is_refused",
    }
)
LONGEST_VIEW = 1_000
REFUSED = (409, 422, 429)
"""With these statuses a page shows a form once more, and says in its title that something is wrong."""


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


HOMES = {Role.AUDITOR: "/desk"}
"""Of offices whose work list is a page of its own; it stands in the place of My work."""


def home_of(visitor: Visitor) -> str:
    return HOMES.get(Role(visitor.office), "/") if visitor.office else "/"


def places_for(visitor: Visitor | None) -> tuple[Place, ...]:
    if visitor is None:
        return ()
    theirs = (place for place in NAVIGATION if place.permission is None or may_everywhere(visitor, place.permission))
    return tuple(place for place in theirs if place.address != "/" or home_of(visitor) == "/")


def place_now(path: str, places: tuple[Place, ...]) -> Place | None:
    """The place of the navigation that a page belongs to: none where its address does not say it."""
    return next((place for place in places if path == place.address or path.startswith(f"{place.address}/")), None)


@cache
def environment(language: str) -> Environment:
    """Templates are named by feature: "answering/element.html"."""
    env = Environment(
        loader=PrefixLoader({first: FileSystemLoader(folder) for first, folder in TEMPLATE_FOLDERS.items()}),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.code_generator_class = WithWords
    words = translations(language)
    env.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]  # from the extension
    env.filters |= _filters(language)
    env.globals |= {
        "_": lambda text, **names: _filled(words.gettext(text), names),
        "asset": asset,
        "end_of": deadline,
        "days_left": days_left,
        "year_steps": STEPS,
        "step_now": step_now,
        "guide_of": guide_of,
        "guide_of_administration": guide_of_administration,
        "guide_of_office": guide_of_office,
        "guide_of_team": guide_of_team,
        "with_query": with_query,
        "pieces_of": pieces_of,
        "preview_of": preview_of,
        "translate": words.gettext,  # for sentences whose names are filled in later, by Problem.text
        "whole_text": lambda own, indicator, level: whole_text(own, indicator, level, words.gettext),
        "conventions_of": partial(conventions_of, language=language),
        "small_levels": small_levels,
        "in_words": in_words,
        "version": VERSION,
        "language": language,
        "direction": "rtl" if is_right_to_left(language) else "ltr",
    }
    return env


def _filters(language: str) -> dict[str, Callable[..., str]]:
    """What templates write behind a "|": days, times, figures and problems as this language writes them."""

    @lru_cache(maxsize=4096)
    def number(value: float, pattern: str) -> str:
        return format_decimal(value, pattern, locale=language)

    return {
        "day": lambda iso: day(iso, language),
        "clock": lambda at, today: clock(at, today, language),
        "recorded": lambda at: recorded(at, language),
        "iso": lambda at: at.isoformat(timespec="milliseconds"),  # HTML knows no shorter part of a second
        "one_decimal": lambda exact: one_decimal(exact, language),
        "two_decimals": lambda exact: number(rounded(10 * exact) / 10, "0.00"),
        "figure": lambda shown: NO_FIGURE if shown is None else number(shown, "0.0"),
        "change": lambda shown: NO_FIGURE if shown is None else change(shown, language),
        "city": city,
        "whole": lambda count: whole(count, language),
        "percent": lambda share: number(rounded(100 * share), "0.#"),
        "region": lambda code: region_name(code, language),
        "sentence": lambda problem: sentence(problem, language),
    }


def conventions_of(assessment: OneAssessment, language: str) -> list[str]:
    """The rules for choosing a level, with the day from which periods count back."""
    snapshot = snapshot_day(assessment.profile, assessment.round)
    return conventions(assessment.words(language), day(snapshot, language), translations(language).gettext)


def region_name(code: str, language: str) -> str:
    """The code itself where it is of no region that is known."""
    return translations(language).gettext(REGIONS[code]) if code in REGIONS else code


def place_name(region: str, kind: str, language: str) -> str:
    """What stands beside the name of an organisation: the region of an administration, the kind of another."""
    return region_name(region, language) if counts_in_figures(kind) else translations(language).gettext(KINDS[kind])


def sentence(problem: Problem, language: str) -> str:
    """What is wrong and what to do, with days as this language writes them."""
    names = {name: day(str(value), language) if is_day(str(value)) else value for name, value in problem.names.items()}
    return replace(problem, names=names).text(translations(language).gettext)


def _filled(text: str, names: Mapping[str, Any]) -> Markup:
    """As Jinja's own `_`, without looking at the context each time: the scorecard says a thousand words."""
    own = Markup(text)  # noqa: S704 - our own words; what is filled in is escaped
    return own % names if names or "%" in text else own


def list_of_round(round_id: str, view: str) -> str:
    """The list of a round, filtered as it was before an act on some of its lines: `view` comes from a form."""
    fields = [(name, value) for name, value in parse_qsl(view[:LONGEST_VIEW]) if name != FIELD]
    return f"{with_query(f'/rounds/{round_id}', urlencode(fields))}#administrations"


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


def render(request: Request, template: str, context: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    """A page or a fragment, with the person who asks and a token for its forms."""
    env = environment(language_of(request))
    if taken := reserved_names(env) & context.keys():
        raise ReservedName(f"{template} is handed {', '.join(sorted(taken))}, which the frame of every page uses.")
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    now, places = utc_now(), places_for(visitor)
    current = place_now(request.url.path, places)
    own = {
        "visitor": visitor,
        "places": places,
        "place_now": current,
        "place_is_page": current is not None and request.url.path == current.address,
        "organisation": state_of(request).settings.organisation,
        "form_token": form_token_for(request, visitor) if visitor else "",
        "now": now,
        "today": now.date().isoformat(),
        "message_after": _message_after(request, visitor),
        "is_refused": status in REFUSED,
    }
    return HTMLResponse(env.get_template(template).render(own | dict(context)), status_code=status)


def form_token_for(request: Request, visitor: Visitor) -> str:
    """For the session that the browser has once it has this answer."""
    session = getattr(request.state, "new_session", "") or session_token(request)
    return form_token(state_of(request).key, visitor.id, session)


def reserved_names(env: Environment) -> frozenset[str]:
    """What every page has already, and the base template reads: a page's own name would silently stand in its place."""
    return OF_EVERY_REQUEST | env.globals.keys()


def _message_after(request: Request, visitor: Visitor | None) -> str | CountedMessage:
    given = request.query_params.get(FIELD, "")
    return message_in(request.url.path, given, state_of(request).key, visitor.id if visitor else "") if given else ""


def is_fragment(request: Request) -> bool:
    """Whether htmx asks, which wants a part of the page and no redirect; in the place of `main` it wants a page."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-target") != "main#main"


def redirect(address: str) -> Response:
    """After a plain form was saved: the browser fetches the page anew, and reloading it sends nothing twice."""
    return RedirectResponse(address, status_code=303)


def redirect_with_message(request: Request, code: str, address: str, *, signed_out: bool = False) -> Response:
    """The same, with a message of `messages.py` on that page for whoever did this."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    person = "" if visitor is None or signed_out else visitor.id
    return redirect(with_message(address, code, state_of(request).key, person))
