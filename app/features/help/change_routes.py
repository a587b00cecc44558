"""What changed from one version of the questionnaire to the next, in old and new words: for everyone who signed in."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.access.guards import SignedIn
from app.access.loaders import NotYours
from app.features.help.changes import CHANGE_NAMES, cards, changes_of, groups
from app.web.api import CatalogueOf
from app.web.pages import render
from questionnaires.problems import N_
from scoring.version_changes import QuestionChange, VersionChanges

router = APIRouter(prefix="/questionnaires", include_in_schema=False)
FLAGS = (
    (N_("Core from now on"), "core", (False, True)),
    (N_("No longer core"), "core", (True, False)),
    (N_("In the short form from now on"), "short", (False, True)),
    (N_("No longer in the short form"), "short", (True, False)),
)


@router.get("/{version}/changes")
def changes_page(request: Request, visitor: SignedIn, catalogue: CatalogueOf, version: str) -> Response:
    changed = changes_of(catalogue, version, visitor.language)
    if changed is None:
        raise NotYours
    context = _context(changed) | {
        "flags": _flags(changed),
        "groups": groups(changed.others, visitor.language),
        "others": [question for question in changed.questions if question.change not in ("direct", "reworded")],
    }
    return render(request, "help/changes.html", context)


@router.get("/{version}/changes/{pillar}")
def changes_of_pillar(
    request: Request, visitor: SignedIn, catalogue: CatalogueOf, version: str, pillar: str
) -> Response:
    """A pillar at a time: all of them together would be a page that no phone likes."""
    changed = changes_of(catalogue, version, visitor.language)
    if changed is None or pillar not in changed.pillars:
        raise NotYours
    kind = request.query_params.get("kind", "")
    shown = [question for question in changed.of(pillar) if kind in ("", question.change)]
    context = _context(changed) | {
        "pillar": pillar,
        "kind": kind,
        "counts": {change: number for change, number in changed.counts(pillar).items() if number},
        "cards": cards(shown, visitor.language),
    }
    return render(request, "help/changes_of_pillar.html", context)


def _context(changed: VersionChanges) -> dict[str, object]:
    return {"changed": changed, "home": f"/questionnaires/{changed.new}/changes", "change_names": CHANGE_NAMES}


def _flags(changed: VersionChanges) -> list[tuple[str, list[QuestionChange]]]:
    return [(title, [each for each in changed.questions if getattr(each, name) == flag]) for title, name, flag in FLAGS]
