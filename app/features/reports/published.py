"""The pages of published results: open to everybody, and to each as far as the administrations chose."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.access.fair_queue import FairQueue, network_of
from app.access.guards import PerhapsSignedIn
from app.access.identity import Visitor, utc_now
from app.assessments.last_round import SHORT_FORM
from app.assessments.report.charts import Marks, level_bands
from app.db import audit_log
from app.db.session import Reading
from app.features.reports.page import label_for
from app.features.reports.publications import result_for, results_for
from app.features.reports.result_files import Listing, as_csv, as_table
from app.features.reports.result_lines import line_of
from app.features.reports.result_list import UNRATED, Group, Result, grouped, seen, view_of
from app.i18n.formatting import translations
from app.web.api import CatalogueOf
from app.web.app_state import state_of
from app.web.downloads import CSV, EXCEL, XLSX, as_attachment, csv_form
from app.web.file_names import file_name, mark_of
from app.web.pages import language_of, place_name, region_name, render, with_query
from exports.tables import draw_table_workbook
from questionnaires.catalogue import Catalogue, age
from questionnaires.problems import N_

router = APIRouter(include_in_schema=False)

MOST_SHOWN = 300
"""Lines on the page; the files have all."""
FILES = (
    (N_("Download this list (Excel)"), "xlsx", ""),
    (N_("Download this list (CSV for Excel)"), "csv", f"for={EXCEL}"),
    (N_("Download this list (CSV for programs)"), "csv", ""),
)
COLUMNS = {
    "administration": N_("Administration"),
    "round": N_("Round"),
    "level": N_("Overall"),
    "score": N_("Score"),
}
"""Those that sort."""
DRAWN_FOR_STRANGERS = FairQueue(1, most_waiting=10, most_of_one=2)


@router.get("/results")
def results_page(request: Request, visitor: PerhapsSignedIn, db: Reading, catalogue: CatalogueOf) -> Response:
    results, view = results_for(db, visitor), view_of(request.query_params)
    listed, language = seen(results, view), language_of(request)
    context = {
        "groups": [_shown(group, catalogue, language) for group in grouped(listed[:MOST_SHOWN])],
        "short_form": SHORT_FORM,
        "view": view,
        "count": len(results),
        "listed": len(listed),
        "beyond": max(len(listed) - MOST_SHOWN, 0),
        "columns": COLUMNS,
        "files": [(title, with_query(f"/results.{ending}", form, view.query())) for title, ending, form in FILES],
    }
    return render(request, "reports/results.html", context | _choices(results, catalogue, language))


def _shown(group: Group, catalogue: Catalogue, language: str) -> dict[str, Any]:
    words = catalogue[group.scale.version].words(language)
    pillars, names = tuple(words.pillars), tuple(level.name for level in words.levels)
    lines = [line_of(result, pillars, names, language) for result in group.results]
    return {"scale": group.scale, "words": words, "lines": lines}


def _choices(results: Sequence[Result], catalogue: Catalogue, language: str) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: only what some result has. Levels are called as in the newest version."""
    names = {UNRATED: translations(language).gettext("Not rated")}
    if versions := {result.questionnaire for result in results}:
        levels = catalogue[max(versions, key=age)].words(language).levels
        names |= {str(number): f"{number} {level.name}" for number, level in enumerate(levels)}
    regions = {result.region: region_name(result.region, language) for result in results if result.region}
    present = {UNRATED if result.level is None else str(result.level) for result in results}
    return {
        "rounds": [(round_, round_) for round_ in sorted({result.round for result in results}, reverse=True)],
        "regions": sorted(regions.items(), key=lambda region: region[1]),
        "levels": [(level, names[level]) for level in sorted(present)],
    }


@router.get("/results.csv")
def results_csv(request: Request, visitor: PerhapsSignedIn, db: Reading) -> Response:
    listing = listing_of(request, visitor, db)
    return leave(request, visitor, as_csv(listing, csv_form(request, listing.language)), "csv")


def listing_of(request: Request, visitor: Visitor | None, db: Session) -> Listing:
    """The transaction ends here: nobody draws with a connection."""
    listing = Listing.of(results_for(db, visitor), view_of(request.query_params), language_of(request))
    db.rollback()
    return listing


async def seat(request: Request, db: Reading) -> AsyncIterator[None]:
    """Whoever did not sign in waits for those before them, and without a connection."""
    if getattr(request.state, "visitor", None):
        yield
        return
    await run_in_threadpool(db.rollback)
    async with DRAWN_FOR_STRANGERS.taken(network_of(request.client.host) if request.client else ""):
        yield


Seat = Annotated[None, Depends(seat, scope="function")]


@router.get("/results.xlsx")
def results_xlsx(request: Request, visitor: PerhapsSignedIn, _seat: Seat, db: Reading) -> Response:
    is_filtered = view_of(request.query_params).is_filtered
    listing, today = listing_of(request, visitor, db), utc_now().date().isoformat()
    table = as_table(listing, is_filtered=is_filtered, today=today)
    return leave(request, visitor, state_of(request).worker_pool.draw(table, draw_table_workbook), "xlsx")


def leave(request: Request, visitor: Visitor | None, content: bytes, ending: str) -> Response:
    """Entered in the register; but a stranger, who gets what is public, has no name to enter."""
    now = utc_now()
    name = file_name("results", ending=f".{ending}", taken=now, mark=mark_of(content))
    if visitor:
        file = audit_log.DownloadedFile("published results", name, content)
        audit_log.record_download(state_of(request).database, file, by=visitor.id, at=now)
    kind = XLSX if ending == "xlsx" else CSV
    return Response(content, media_type=kind, headers={"content-disposition": as_attachment(name)})


@router.get("/results/{assessment_id}")
def result_page(
    request: Request, assessment_id: str, visitor: PerhapsSignedIn, db: Reading, catalogue: CatalogueOf
) -> Response:
    result = result_for(db, visitor, assessment_id)
    questionnaire = catalogue[result.questionnaire]
    context: dict[str, Any] = {
        "result": result,
        "label": label_for("moderated", result.published["examined"], result.organisation, language_of(request)),
        "short_form": SHORT_FORM,
        "about": place_name(result.region, result.organisation, language_of(request)),
        "words": questionnaire.words(language_of(request)),
        "elements": {element["id"]: element for element in result.elements},
        "elements_of": questionnaire.elements_of,
        "bands": level_bands(questionnaire.structure.scoring.bands),
        "marks": {node["id"]: Marks(node["score"]) for node in (result.overall, *result.pillars, *result.elements)},
    }
    return render(request, "reports/result.html", context)
