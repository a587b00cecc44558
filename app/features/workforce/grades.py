"""The page on which an administration says which of its own grades belong to which of the seven of the tables."""

from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.identity import utc_now
from app.access.loaders import AssessmentAccess
from app.assessments.answer_sets import content_hash
from app.assessments.workforce.own_grades import own_grades_of, save_own_grades
from app.db.session import Reading, Writing
from app.features.workforce.pages import ToFillIn, ToSeeTables, base_context
from app.web.forms import Form, TextField
from app.web.pages import redirect_with_message, render
from questionnaires.problems import N_, Problem
from questionnaires.workforce.grades import GRADES

router = APIRouter(prefix="/assessments/{assessment_id}/workforce/grades", include_in_schema=False)

LONGEST, MOST = 100, 100
TWICE = N_("“{name}” is in two grades. Keep one of the two.")
TOO_LONG = N_("“{name}” is too long for the name of a grade. Shorten it to {most} characters or fewer.")
TOO_MANY = N_("These are more than {most} grades. Put some of them under one name.")
CHANGED = N_("Someone else changed the grades since you opened this page. Yours are not saved; compare and save again.")


class GradesForm(Form):
    """The own names in each grade, one on a line."""

    G1 = TextField("G1")
    G2 = TextField("G2")
    G3 = TextField("G3")
    G4 = TextField("G4")
    G5 = TextField("G5")
    G6 = TextField("G6")
    G7 = TextField("G7")

    def names(self) -> dict[str, str]:
        """Own name -> grade. What is wrong is said at its field."""
        wanted: dict[str, str] = {}
        for grade in GRADES:
            for name in filter(None, map(str.strip, self[grade].data.splitlines())):
                if name in wanted:
                    self.refuse([Problem(grade, TWICE, {"name": name})])
                elif len(name) > LONGEST:
                    self.refuse([Problem(grade, TOO_LONG, {"name": f"{name[:LONGEST]}…", "most": LONGEST})])
                wanted[name] = grade
        if len(wanted) > MOST:
            self.refuse([Problem("", TOO_MANY, {"most": MOST})])
        return wanted


@router.get("")
def grades_page(request: Request, access: ToSeeTables, db: Reading) -> Response:
    own = own_grades_of(db, access.assessment.administration_id)
    return render_grades(request, access, db, GradesForm(data={grade: "\n".join(_of(own, grade)) for grade in GRADES}))


@router.post("")
def save_grades(request: Request, access: ToFillIn, submitted: SubmittedForm, db: Writing) -> Response:
    form = GradesForm(submitted)
    wanted = form.names()
    if not form.problems and submitted.get("shown") != _mark(own_grades_of(db, access.assessment.administration_id)):
        form.refuse([Problem("", CHANGED)])
    if form.problems:
        return render_grades(request, access, db, form, status=422)
    save_own_grades(db, access.assessment, wanted, by=access.visitor.id, at=utc_now())
    return redirect_with_message(request, "grades-saved", f"/assessments/{access.assessment.id}/workforce")


def render_grades(
    request: Request, access: AssessmentAccess, db: Session, form: GradesForm, status: int = 200
) -> Response:
    own = own_grades_of(db, access.assessment.administration_id)
    context: dict[str, Any] = {"form": form, "grades": GRADES, "shown": _mark(own)}
    return render(request, "workforce/grades.html", base_context(access) | context, status=status)


def _of(own: dict[str, str], grade: str) -> list[str]:
    return [name for name, its_grade in own.items() if its_grade == grade]


def _mark(own: dict[str, str]) -> str:
    return content_hash(own)
