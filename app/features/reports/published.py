"""The pages of published results: open to everybody, and to each as far as the administrations chose."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access.guards import PerhapsSignedIn
from app.assessments.last_round import SHORT_FORM
from app.assessments.report.charts import Marks, level_bands
from app.db.session import Reading
from app.features.reports.page import label_for
from app.features.reports.publications import examined_of, grouped, result_for, results_for
from app.web.api import CatalogueOf
from app.web.pages import language_of, render

router = APIRouter(prefix="/results", include_in_schema=False)


@router.get("")
def results_page(request: Request, visitor: PerhapsSignedIn, db: Reading, catalogue: CatalogueOf) -> Response:
    results = results_for(db, visitor)
    context = {
        "groups": grouped(results),
        "catalogue": catalogue,
        "examined": examined_of(db, catalogue, results),
        "short_form": SHORT_FORM,
    }
    return render(request, "reports/results.html", context)


@router.get("/{assessment_id}")
def result_page(
    request: Request, assessment_id: str, visitor: PerhapsSignedIn, db: Reading, catalogue: CatalogueOf
) -> Response:
    result = result_for(db, visitor, assessment_id)
    questionnaire = catalogue[result.questionnaire]
    context = {
        "result": result,
        "label": label_for("moderated", examined_of(db, catalogue, [result])[assessment_id], language_of(request)),
        "short_form": SHORT_FORM,
        "words": questionnaire.words(language_of(request)),
        "elements": {element["id"]: element for element in result.elements},
        "elements_of": questionnaire.elements_of,
        "bands": level_bands(questionnaire.structure.scoring.bands),
        "marks": {node["id"]: Marks(node["score"]) for node in (result.overall, *result.pillars, *result.elements)},
    }
    return render(request, "reports/result.html", context)
