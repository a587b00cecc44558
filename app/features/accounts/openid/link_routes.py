"""Linking an account at the OpenID provider to one here: asked for by a form, and said yes to where both are named."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access import one_time_links, sessions
from app.access.forms import SubmittedForm
from app.access.guards import Anyone, SignedIn, SignedInForm, SignedInToWrite, SignInForm, session_token
from app.access.identity import utc_now
from app.db import audit_log
from app.db.session import Reading, Writing
from app.db.tables.people import ExternalIdentity
from app.features.accounts import actions
from app.features.accounts.account_routes import prove_again, render_account
from app.features.accounts.factor_routes import ask_first
from app.features.accounts.link_routes import dead_link
from app.features.accounts.openid import client
from app.features.accounts.openid.pages import (
    NOT_PROVED,
    finding_in,
    forget_finding,
    forget_way,
    identity_in,
    keep_finding,
    send_on,
    set_out_by_page,
    stopped,
    way_in,
)
from app.features.accounts.request_context import (
    Turn,
    TurnElsewhere,
    browser_of,
    go_on,
    id_in,
    key_of,
    provider_name,
    renewed,
    settings_of,
    visitor_in,
    with_session,
)
from app.web.forms import refusal
from app.web.pages import redirect, redirect_with_message, render
from questionnaires.problems import N_, Problem

router = APIRouter()

IS_LINKED = N_("This account is already linked to another Parity account. Sign out of it and try a different one.")


@router.post("/account/openid/way")
def set_out_to_link(request: Request, _submitted: SignedInForm, _turn: TurnElsewhere, db: Reading) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    if not settings_of(request).oidc_issuer:
        return redirect("/account")
    return set_out_by_page(request, client.new_way(person_id=visitor_in(request).id), "/account")


@router.get("/account/openid/return")
def come_back_to_link(request: Request, _visitor: SignedIn, code: str = "", state: str = "") -> Response:
    return send_on(request, "/account/openid", code, state)


@router.post("/account/openid")
def arrive_to_link(request: Request, submitted: SignedInForm, _turn: TurnElsewhere, db: Reading) -> Response:
    way, visitor = way_in(request), visitor_in(request)
    if way is None or way.person_id != visitor.id or not settings_of(request).oidc_issuer:
        return redirect("/account")
    db.rollback()
    identity = identity_in(request, way, submitted)
    if identity is None:
        return stopped(request, NOT_PROVED)
    finding = client.Finding(identity, person_id=visitor.id)
    return forget_way(keep_finding(request, redirect("/account/openid/found"), finding))


@router.get("/account/openid/found")
def linking_page(request: Request, _visitor: SignedIn) -> Response:
    """Names both accounts, and links nothing yet."""
    finding = _finding_to_link(request)
    if finding is None:
        return redirect("/account")
    context = {"identity": finding.identity, "provider": provider_name(settings_of(request))}
    return render(
        request, "accounts/openid_link.html", context | {"address": "/account/openid/found", "back": "/account"}
    )


@router.post("/account/openid/found")
def link_account(request: Request, visitor: SignedInToWrite, _submitted: SubmittedForm, db: Writing) -> Response:
    finding, now = _finding_to_link(request), utc_now()
    if finding is None:
        return redirect("/account")
    if not sessions.is_fresh(db, session_token(request), now):
        return prove_again()
    if not actions.link_identity(db, visitor.id, finding.identity.issuer, finding.identity.subject, at=now):
        return forget_finding(render_account(request, db, refusal(Problem("openid", IS_LINKED))))
    token = renewed(request, db, "linked", at=now)
    return forget_finding(with_session(request, redirect_with_message(request, "linked", "/account"), token))


@router.get("/account/openid/removal")
def unlinking_page(request: Request, visitor: SignedIn, db: Reading, issuer: str = "", subject: str = "") -> Response:
    identity = db.get(ExternalIdentity, (issuer.replace("\0", ""), subject.replace("\0", "")))
    if identity is None or identity.person_id != visitor.id:
        return redirect("/account")
    fields = {"issuer": identity.issuer, "subject": identity.subject}
    return ask_first(request, db, "openid", identity.issuer, address="/account/openid/removal", fields=fields)


@router.post("/account/openid/removal")
def unlink_account(request: Request, visitor: SignedInToWrite, submitted: SubmittedForm, db: Writing) -> Response:
    if not sessions.is_fresh(db, session_token(request), utc_now()):
        return prove_again()
    identity = db.get(ExternalIdentity, (id_in(submitted, "issuer"), id_in(submitted, "subject")))
    if identity is None or identity.person_id != visitor.id:
        return redirect("/account")
    db.delete(identity)
    audit_log.record(db, "OpenID account unlinked", by=visitor.id, at=utc_now(), details={"issuer": identity.issuer})
    token = renewed(request, db, "unlinked", at=utc_now())
    return with_session(request, redirect_with_message(request, "unlinked", "/account"), token)


@router.post("/links/{token}/openid")
def set_out_to_accept(
    request: Request, token: str, _submitted: SignInForm, _turn: TurnElsewhere, db: Reading
) -> Response:
    """An invitation may be accepted by an account elsewhere in place of a password."""
    link_and_person = one_time_links.working_link(db, token, now=utc_now())
    if link_and_person is None:
        return dead_link(request)
    if link_and_person[0].kind != "invitation" or not settings_of(request).oidc_issuer:
        return redirect(f"/links/{quote(token)}")
    return set_out_by_page(request, client.new_way(link=token), f"/links/{quote(token)}")


@router.get("/links/{token}/openid")
def accepting_page(request: Request, token: str, _open: Anyone, db: Reading) -> Response:
    """Names the account elsewhere and the address that was invited, and accepts nothing yet."""
    link_and_person, finding = one_time_links.working_link(db, token, now=utc_now()), finding_in(request)
    if link_and_person is None:
        return dead_link(request)
    if finding is None or finding.link != token:
        return redirect(f"/links/{quote(token)}")
    context = {
        "identity": finding.identity,
        "provider": provider_name(settings_of(request)),
        "email": link_and_person[1].email,
        "address": f"/links/{quote(token)}/openid/acceptance",
        "back": f"/links/{quote(token)}",
    }
    return render(request, "accounts/openid_accept.html", context)


@router.post("/links/{token}/openid/acceptance")
def accept_by_account_elsewhere(
    request: Request, token: str, _submitted: SignInForm, _turn: Turn, db: Writing
) -> Response:
    finding, settings, now = finding_in(request), settings_of(request), utc_now()
    if finding is None or finding.link != token:
        return redirect(f"/links/{quote(token)}")
    identity = finding.identity
    person = actions.accept_by_identity(db, identity.issuer, identity.subject, token, at=now)
    if person is None:
        return forget_finding(stopped(request, IS_LINKED))
    session, stage = actions.begin_session(db, key_of(request), settings, person, browser_of(request), at=now)
    return forget_finding(go_on(request, session, stage, "/", known_as=person.email))


def _finding_to_link(request: Request) -> client.Finding | None:
    """What was found for the visitor, or for whoever signs in; never for the acceptance of an invitation."""
    finding = finding_in(request)
    is_ours = finding and not finding.link and finding.person_id in ("", visitor_in(request).id)
    return finding if is_ours else None
