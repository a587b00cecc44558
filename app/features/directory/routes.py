"""The list of administrations and the page of each."""

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
from app.features.directory.fields import DISCLOSURE_NAMES, DISCLOSURES, TITLES, language_names
from app.features.directory.forms import AdministrationForm, DetailsForm, DisclosureForm
from app.features.directory.kinds import kind_problems
from app.features.directory.listing import NAME, as_csv, as_table
from app.features.directory.people import queries
from app.features.directory.zones import choices, label_of
from app.i18n import languages
from app.validation.organisations import ADMINISTRATION, KINDS
from app.validation.regions import REGIONS
from app.web.app_state import state_of
from app.web.downloads import CSV, EXCEL, XLSX, as_attachment, csv_form
from app.web.file_names import file_name, mark_of
from app.web.forms import Form
from app.web.pages import redirect_with_message, render, with_query
from exports.tables import draw_table_workbook
from questionnaires.problems import N_

router = APIRouter(include_in_schema=False)

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
    context = {
        "administrations": queries.administrations(db, wanted),
        "wanted": wanted,
        "kinds": KINDS,
        "regions": REGIONS,
        "languages": language_names(visitor.language),
        "disclosures": DISCLOSURE_NAMES,
        "address_with": lambda **changed: with_query("/administrations", urlencode(wanted.query(**changed))),
        "files": [
            (title, with_query(f"/administrations.{ending}", form, urlencode(wanted.query())))
            for title, ending, form in FILES
        ],
    }
    return render(request, "directory/administrations.html", context)


@router.get("/administrations.csv")
def csv_list(request: Request, visitor: ToSeeAll, db: Reading) -> Response:
    rows = queries.administrations(db, queries.Wanted.of(request.query_params))
    db.rollback()
    return leave(request, visitor, as_csv(rows, csv_form(request, visitor.language)), "csv", CSV)


@router.get("/administrations.xlsx")
def excel_list(request: Request, visitor: ToSeeAll, db: Reading) -> Response:
    rows = queries.administrations(db, queries.Wanted.of(request.query_params))
    db.rollback()
    table = as_table(rows, today=utc_now().date().isoformat())
    return leave(request, visitor, state_of(request).worker_pool.draw(table, draw_table_workbook), "xlsx", XLSX)


def leave(request: Request, visitor: Visitor, content: bytes, ending: str, media_type: str) -> Response:
    """Entered in the register: the list holds names and addresses of people."""
    now = utc_now()
    name = file_name(NAME, ending=f".{ending}", taken=now, mark=mark_of(content))
    file = audit_log.DownloadedFile("list of administrations", name, content)
    audit_log.record_download(state_of(request).database, file, by=visitor.id, at=now)
    headers = {"content-disposition": as_attachment(name)}
    return Response(content, media_type=media_type, headers=headers)


@router.get("/administrations/new")
def new_page(request: Request, visitor: ToSeeAll) -> Response:
    return render_new(request, visitor, AdministrationForm(data={"kind": ADMINISTRATION}))


@router.post("/administrations")
def add(request: Request, visitor: ToAdd, submitted: SubmittedForm, db: Writing) -> Response:
    form = AdministrationForm(submitted)
    form.refuse(administrations.code_problems(db, form.code.data))
    if form.problems:
        return render_new(request, visitor, form)
    id_ = administrations.add(db, form.values, by=visitor.id, at=utc_now())
    return redirect_with_message(request, "added", f"/administrations/{id_}")


def render_new(request: Request, visitor: Visitor, form: AdministrationForm) -> Response:
    context = fields_context("", visitor.language) | {"form": form}
    return render(request, "directory/new.html", context, status=422 if form.problems else 200)


@router.get("/administrations/{administration_id}")
def page(request: Request, access: ToSeeOne) -> Response:
    return render_administration(request, access)


@router.post("/administrations/{administration_id}")
def change(request: Request, access: ToChangeOne, submitted: SubmittedForm, db: Writing) -> Response:
    form = AdministrationForm(submitted, stored(access))
    form.refuse(administrations.code_problems(db, form.code.data, access.administration.id))
    form.refuse(kind_problems(db, access.administration, form.kind.data))
    return store(request, access, db, form)


@router.post("/administrations/{administration_id}/details")
def change_details(request: Request, access: ToKeepDetails, submitted: SubmittedForm, db: Writing) -> Response:
    return store(request, access, db, DetailsForm(submitted, stored(access)))


def store(request: Request, access: AdministrationAccess, db: Session, form: DetailsForm) -> Response:
    if form.problems:
        return render_administration(request, access, form)
    catalogue = state_of(request).catalogue
    administrations.change(db, catalogue, access.administration, form.values, by=access.visitor.id, at=utc_now())
    return redirect_with_message(request, "saved", f"/administrations/{access.administration.id}")


@router.post("/administrations/{administration_id}/disclosure")
def disclose(request: Request, access: ToDisclose, submitted: SubmittedForm, db: Writing) -> Response:
    form, by = DisclosureForm(submitted), access.visitor.id
    form.refuse(administrations.disclose(db, access.administration, form.disclosure.data, by=by, at=utc_now()))
    if form.problems:
        return render_administration(request, access, form)
    return redirect_with_message(request, "saved", f"/administrations/{access.administration.id}")


def stored(access: AdministrationAccess) -> dict[str, str]:
    return {field: getattr(access.administration, field) for field in TITLES}


def render_administration(request: Request, access: AdministrationAccess, refused: Form | None = None) -> Response:
    """A form that was refused stands there as it was typed, the others as they are stored."""
    administration, keeps_all = access.administration, access.may(Permission.KEEP_MEMBERS)
    form = AdministrationForm(data=stored(access)) if keeps_all else DetailsForm(data=stored(access))
    context = fields_context(administration.code, access.visitor.language) | {
        "access": access,
        "refused": refused or Form(),
        "form": refused if isinstance(refused, DetailsForm) else form,
        "disclosure_form": refused
        if isinstance(refused, DisclosureForm)
        else DisclosureForm(data={"disclosure": administration.disclosure}),
        "disclosures": DISCLOSURES,
    }
    return render(request, "directory/administration.html", context, status=422 if refused else 200)


def fields_context(code: str, language: str) -> dict[str, Any]:
    """What the fields of an administration need, whoever fills them in."""
    today = utc_now().date()
    return {
        "kinds": KINDS,
        "regions": REGIONS,
        "languages": language_names(language),
        "spoken_here": list(languages.offered().values()),
        "zones": choices(code, language, today),
        "zone_label": lambda zone: label_of(zone, language, today),
    }
