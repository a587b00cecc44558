"""The list of administrations and the page of each."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.access.forms import SubmittedForm
from app.access.guards import AdministrationToChange, AdministrationToSee, OfficeToChange, OfficeToSee
from app.access.identity import Visitor, utc_now
from app.access.loaders import AdministrationAccess
from app.assessments.rights import Permission
from app.db import audit_log
from app.db.session import Reading, Writing
from app.features.directory import administrations
from app.features.directory.fields import (
    DETAILS,
    DISCLOSURE_NAMES,
    DISCLOSURES,
    REGIONS,
    TITLES,
    language_names,
    read_fields,
)
from app.features.directory.listing import NAME, as_csv, as_table
from app.features.directory.people import queries
from app.features.directory.zones import PARTS, choices
from app.i18n import languages
from app.web.downloads import EXCEL, as_attachment, csv_form
from app.web.file_names import file_name, mark_of
from app.web.pages import go_on_saying, render, with_query
from exports.round_workbook import draw
from questionnaires.problems import N_, Problem

router = APIRouter(include_in_schema=False)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FILES = (
    (N_("Download as Excel"), "xlsx", ""),
    (N_("Download as CSV for Excel"), "csv", f"for={EXCEL}"),
    (N_("Download as CSV for programs"), "csv", ""),
)

ToSeeAll = Annotated[Visitor, Depends(OfficeToSee(Permission.KEEP_MEMBERS))]
ToAdd = Annotated[Visitor, Depends(OfficeToChange(Permission.KEEP_MEMBERS))]
ToSeeOne = Annotated[AdministrationAccess, Depends(AdministrationToSee(Permission.SEE_TEAM))]
ToChangeOne = Annotated[AdministrationAccess, Depends(AdministrationToChange(Permission.KEEP_MEMBERS))]
ToKeepDetails = Annotated[AdministrationAccess, Depends(AdministrationToChange(Permission.KEEP_TEAM))]
ToDisclose = Annotated[AdministrationAccess, Depends(AdministrationToChange(Permission.DISCLOSE))]


@router.get("/administrations")
def list_page(request: Request, visitor: ToSeeAll, db: Reading) -> Response:
    wanted = queries.Wanted.of(request.query_params)
    names = {
        "found": queries.administrations(db, wanted),
        "wanted": wanted,
        "regions": REGIONS,
        "languages": language_names(visitor.language),
        "disclosures": DISCLOSURE_NAMES,
        "address_with": lambda **changed: with_query("/administrations", urlencode(wanted.query(**changed))),
        "files": [
            (title, with_query(f"/administrations.{ending}", form, urlencode(wanted.query())))
            for title, ending, form in FILES
        ],
    }
    return render(request, "directory/administrations.html", names)


@router.get("/administrations.csv")
def csv_list(request: Request, visitor: ToSeeAll, db: Reading) -> Response:
    found = queries.administrations(db, queries.Wanted.of(request.query_params))
    db.rollback()
    return _leave(request, visitor, as_csv(found, csv_form(request, visitor.language)), "csv", CSV)


@router.get("/administrations.xlsx")
def excel_list(request: Request, visitor: ToSeeAll, db: Reading) -> Response:
    found = queries.administrations(db, queries.Wanted.of(request.query_params))
    db.rollback()
    table = as_table(found, today=utc_now().date().isoformat())
    return _leave(request, visitor, request.app.state.worker_pool.draw(table, draw), "xlsx", XLSX)


def _leave(request: Request, visitor: Visitor, content: bytes, ending: str, media_type: str) -> Response:
    """Entered in the register: the list holds names and addresses of people."""
    now = utc_now()
    name = file_name(NAME, ending=f".{ending}", taken=now, mark=mark_of(content))
    file = audit_log.DownloadedFile("list of administrations", name, content)
    audit_log.record_download(request.app.state.database, file, by=visitor.id, at=now)
    headers = {"content-disposition": as_attachment(name)}
    return Response(content, media_type=media_type, headers=headers)


@router.get("/administrations/new")
def new_page(request: Request, visitor: ToSeeAll) -> Response:
    return _new(request, visitor, {}, [])


@router.post("/administrations")
def add(request: Request, visitor: ToAdd, form: SubmittedForm, db: Writing) -> Response:
    typed = {field: str(form.get(field, "")) for field in TITLES}
    problems: list[Problem] = []
    values = read_fields({field: text for field, text in typed.items() if field != "time_zone" or text}, problems)
    problems += administrations.code_problems(db, values["code"])
    if problems:
        return _new(request, visitor, typed, problems)
    id_ = administrations.add(db, values, by=visitor.id, at=utc_now())
    return go_on_saying(request, "added", f"/administrations/{id_}")


def _new(request: Request, visitor: Visitor, typed: Mapping[str, str], problems: list[Problem]) -> Response:
    names = _field_names("", visitor.language, {field: typed.get(field, "") for field in TITLES}, problems)
    return render(request, "directory/new.html", names, status=422 if problems else 200)


@router.get("/administrations/{administration_id}")
def page(request: Request, access: ToSeeOne) -> Response:
    return _page(request, access, {}, [])


@router.post("/administrations/{administration_id}")
def change(request: Request, access: ToChangeOne, form: SubmittedForm, db: Writing) -> Response:
    return _change(request, access, db, {field: str(form.get(field, "")) for field in TITLES})


@router.post("/administrations/{administration_id}/details")
def change_details(request: Request, access: ToKeepDetails, form: SubmittedForm, db: Writing) -> Response:
    return _change(request, access, db, {field: str(form.get(field, "")) for field in DETAILS})


def _change(request: Request, access: AdministrationAccess, db: Session, typed: dict[str, str]) -> Response:
    problems: list[Problem] = []
    values = read_fields(typed, problems, access.administration)
    if "code" in values:
        problems += administrations.code_problems(db, values["code"], access.administration.id)
    if not values.get("time_zone"):
        values.pop("time_zone", None)
    if problems:
        return _page(request, access, typed, problems)
    administrations.change(db, access.administration, values, by=access.visitor.id, at=utc_now())
    return go_on_saying(request, "saved", f"/administrations/{access.administration.id}")


@router.post("/administrations/{administration_id}/disclosure")
def disclose(request: Request, access: ToDisclose, form: SubmittedForm, db: Writing) -> Response:
    choice = str(form.get("disclosure", ""))
    problems = administrations.disclose(db, access.administration, choice, by=access.visitor.id, at=utc_now())
    if problems:
        return _page(request, access, {}, problems)
    return go_on_saying(request, "saved", f"/administrations/{access.administration.id}")


def _page(
    request: Request, access: AdministrationAccess, typed: Mapping[str, str], problems: list[Problem]
) -> Response:
    one = access.administration
    values = {field: typed.get(field, getattr(one, field)) for field in TITLES}
    names = _field_names(one.code, access.visitor.language, values, problems) | {
        "access": access,
        "disclosures": DISCLOSURES,
    }
    return render(request, "directory/administration.html", names, status=422 if problems else 200)


def _field_names(code: str, language: str, values: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    """What the fields of an administration need, whoever fills them in."""
    return {
        "values": values,
        "problems": problems,
        "titles": TITLES,
        "regions": REGIONS,
        "languages": language_names(language),
        "spoken_here": list(languages.offered().values()),
        "zones": choices(code, language, utc_now().date()),
        "zone_parts": PARTS,
    }
