"""My tokens for programs: making one, which is shown once, and revoking it."""

from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access import sessions
from app.access.forms import SubmittedForm
from app.access.guards import SignedInToWrite, session_token
from app.access.identity import utc_now
from app.db.session import Writing
from app.features.accounts import changed, tokens
from app.features.accounts.account_routes import account_page, prove_again
from app.features.accounts.forms import read_token
from app.web.pages import go_on_saying, go_to, render
from questionnaires.problems import N_, Problem

router = APIRouter()

TOO_MANY_TOKENS = N_("You have {most} tokens. Revoke one that no program uses any more, then make another.")


@router.post("/account/tokens")
def make_token(request: Request, visitor: SignedInToWrite, form: SubmittedForm, db: Writing) -> Response:
    """A token signs in by itself, so it asks for the same proof as a change of what signs the person in."""
    problems: list[Problem] = []
    now = utc_now()
    if not sessions.is_fresh(db, session_token(request), now):
        return prove_again()
    wish = read_token(form, problems)
    if len(tokens.tokens_of(db, visitor.id, now)) >= tokens.MOST_TOKENS:
        problems.append(Problem("tokens", TOO_MANY_TOKENS, {"most": tokens.MOST_TOKENS}))
    if problems:
        return account_page(request, db, problems=problems, wish=wish, status=422)
    lasting = timedelta(days=wish.days)
    token = tokens.create(db, visitor.id, wish.name, wish.scope, lasting=lasting, by=visitor.id, at=now)
    changed.tell(db, visitor.id, "token", at=now)
    names = {"token": token, "wish": wish, "until": (now + lasting).date().isoformat()}
    return render(request, "accounts/token.html", names)


@router.post("/account/tokens/revocation")
def revoke_token(request: Request, visitor: SignedInToWrite, form: SubmittedForm, db: Writing) -> Response:
    id_ = str(form.get("token", "")).replace("\0", "")
    if not tokens.revoke(db, visitor.id, id_, by=visitor.id, at=utc_now()):
        return go_to("/account")
    return go_on_saying(request, "token-revoked", "/account")
