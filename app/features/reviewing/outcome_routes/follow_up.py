"""The page on which an administration says what became of the recommendations of its last published round."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AssessmentToChange, AssessmentToSee
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess, NotYours
from app.assessments.report.outcome import STATUSES, follow_up_rows, followed_of
from app.assessments.rights import Permission
from app.db.session import Reading, Writing
from app.features.reviewing.forms import FollowUpForm
from app.features.reviewing.outcome.follow_up import MadeFollowUp, save_follow_up
from app.features.reviewing.routes import number
from app.web.pages import redirect_with_message, render
from questionnaires.problems import N_, Problem

router = APIRouter(prefix="/assessments/{assessment_id}/recommendations", include_in_schema=False)

ToSee = Annotated[AssessmentAccess, Depends(AssessmentToSee(Permission.READ))]
ToFollow = Annotated[AssessmentAccess, Depends(AssessmentToChange(Permission.ANSWER))]
SAID_MEANWHILE = N_("Someone else has changed this since you opened the page. Compare both, then save or keep theirs.")


@router.get("")
def follow_up_page(request: Request, access: ToSee, db: Reading) -> Response:
    return render_follow_up(request, access, db)


@router.post("/{indicator}")
def follow_up(request: Request, access: ToFollow, indicator: str, submitted: SubmittedForm, db: Writing) -> Response:
    if indicator not in {followed.indicator for followed in followed_of(db, access.assessment)}:
        raise NotYours
    form = FollowUpForm(submitted, of=indicator)
    if form.status.data not in STATUSES:
        form.refuse([Problem("status", N_("Choose what became of it."))])
    if form.problems:
        return render_follow_up(request, access, db, form, 422)
    based_on = number(str(submitted.get("revision", "")))
    made = MadeFollowUp(indicator, form.status.data, form.reason.data.strip(), based_on)
    if not save_follow_up(db, access.assessment, made, by=access.visitor.id, at=utc_now()):
        form.refuse([Problem("", SAID_MEANWHILE)])
        return render_follow_up(request, access, db, form, 409)
    return redirect_with_message(request, "saved", f"/assessments/{access.assessment.id}/recommendations#{indicator}")


def render_follow_up(
    request: Request, access: AssessmentAccess, db: Reading, refused: FollowUpForm | None = None, status: int = 200
) -> Response:
    followed, rows = followed_of(db, access.assessment), follow_up_rows(db, access.assessment)
    stored = {
        each.indicator: FollowUpForm(data=_said(rows.get(each.indicator)), of=each.indicator) for each in followed
    }
    context = {
        "access": access,
        "assessment": access.assessment,
        "words": access.assessment.words(access.visitor.language),
        "followed": followed,
        "revisions": {id_: row.revision for id_, row in rows.items()},
        "statuses": STATUSES,
        "refused": refused,
        "is_conflict": status == 409,
        "follow_up_forms": stored | ({refused.of: refused} if refused else {}),
        "may_follow": access.may(Permission.ANSWER),
    }
    return render(request, "reviewing/outcome/follow_up.html", context, status=status)


def _said(row: object) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("status", "reason")} if row else {}
