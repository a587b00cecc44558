"""What the pages of the OpenID provider share: two cookies, and the pages between the provider and ours."""

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app.access.guards import COOKIE, SECURE_COOKIE
from app.features.accounts.openid import client
from app.features.accounts.request_context import key_of, provider_name, settings_of
from app.web.pages import render
from questionnaires.problems import N_, Problem

WAY, FINDING = "openid", "openid-found"
NOT_PROVED = N_("Nothing was changed. Try again, or sign in another way.")


def set_out_by_page(request: Request, way: client.Way, back: str) -> Response:
    """A page with the link to the provider, since browsers send no posted form on to another site (form-action)."""
    settings = settings_of(request)
    try:
        context = {
            "address": client.address_at_provider(settings, way),
            "provider": provider_name(settings),
            "back": back,
        }
    except client.NotProved:
        return stopped(request, NOT_PROVED)
    return keep_way(request, render(request, "accounts/openid_way.html", context), way)


def keep_way(request: Request, response: Response, way: client.Way) -> Response:
    return _with_cookie(request, response, WAY, way.seal(key_of(request)))


def keep_finding(request: Request, response: Response, finding: client.Finding) -> Response:
    return _with_cookie(request, response, FINDING, finding.seal(key_of(request)))


def way_in(request: Request) -> client.Way | None:
    return client.way_of(key_of(request), request.cookies.get(_cookie(request, WAY), ""))


def finding_in(request: Request) -> client.Finding | None:
    return client.finding_of(key_of(request), request.cookies.get(_cookie(request, FINDING), ""))


def forget_way(response: Response) -> Response:
    return _without_cookie(response, WAY)


def forget_finding(response: Response) -> Response:
    return _without_cookie(response, FINDING)


def _with_cookie(request: Request, response: Response, what: str, text: str) -> Response:
    secure, name = request.url.scheme == "https", _cookie(request, what)
    response.set_cookie(name, text, max_age=client.SECONDS, httponly=True, secure=secure, samesite="lax", path="/")
    return response


def _without_cookie(response: Response, what: str) -> Response:
    response.delete_cookie(f"{SECURE_COOKIE}-{what}", secure=True, httponly=True)
    response.delete_cookie(f"{COOKIE}-{what}", httponly=True)
    return response


def _cookie(request: Request, what: str) -> str:
    """Named so that over https no other host can have set it."""
    return f"{SECURE_COOKIE if request.url.scheme == 'https' else COOKIE}-{what}"


def identity_in(request: Request, way: client.Way, submitted: FormData) -> client.Identity | None:
    """Who the provider says it is; None where that is not proved."""
    try:
        return client.identity_of(
            settings_of(request), way, str(submitted.get("code", "")), str(submitted.get("state", ""))
        )
    except client.NotProved:
        return None


def send_on(request: Request, address: str, code: str, state: str) -> Response:
    context = {"address": address, "code": code, "state": state, "provider": provider_name(settings_of(request))}
    return render(request, "accounts/send_on.html", context)


def stopped(request: Request, advice: str | Problem, *, status: int = 403) -> Response:
    context = {"provider": provider_name(settings_of(request)), "advice": advice}
    return render(request, "accounts/stopped.html", context, status=status)
