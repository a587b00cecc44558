"""My tokens for programs: making one, which is shown once, and revoking it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access import sessions
from app.access.forms import SubmittedForm
from app.access.guards import SignedInToWrite, session_token
from app.access.identity import utc_now
from app.db.session import Writing
from app.features.accounts import changed, tokens
from app.features.accounts.account_routes import prove_again, render_account
from app.features.accounts.forms import TokenForm
from app.features.accounts.request_context import id_in
from app.web.pages import redirect, redirect_with_message, render
from questionnaires.problems import N_, Problem

router = APIRouter()

TOO_MANY_TOKENS = N_("You have {most} tokens. Revoke one that no program uses any more, then create another.")


@router.post("/account/tokens")
def make_token(request: Request, visitor: SignedInToWrite, submitted: SubmittedForm, db: Writing) -> Response:
    """A token signs in by itself, so it asks for the same proof as a change of what signs the person in."""
    now = utc_now()
    if not sessions.is_fresh(db, session_token(request), now):
        return prove_again()
    form = TokenForm(submitted)
    if len(tokens.tokens_of(db, visitor.id, now)) >= tokens.MOST_TOKENS:
        form.refuse([Problem("tokens", TOO_MANY_TOKENS, {"most": tokens.MOST_TOKENS})])
    if form.problems:
        return render_account(request, db, form)
    token = tokens.create(db, visitor.id, form.wish, by=visitor.id, at=now)
    changed.tell(db, visitor.id, "token", at=now)
    context = {"token": token, "wish": form.wish, "until": (now + form.wish.lasting).date().isoformat()}
    return render(request, "accounts/token.html", context)


@router.post("/account/tokens/revocation")
def revoke_token(request: Request, visitor: SignedInToWrite, submitted: SubmittedForm, db: Writing) -> Response:
    if not tokens.revoke(db, visitor.id, id_in(submitted, "token"), by=visitor.id, at=utc_now()):
        return redirect("/account")
    return redirect_with_message(request, "token-revoked", "/account")
