"""Who may come to the pages of the auditor's desk, and what they ask for there."""

from dataclasses import fields
from typing import Annotated

from fastapi import Depends, Request

from app.access.guards import OfficeToChange, OfficeToSee
from app.access.identity import Visitor
from app.assessments.rights import Permission
from app.features.audit.queries import Sought

ToAudit = Annotated[Visitor, Depends(OfficeToSee(Permission.READ_AUDIT))]
ToMark = Annotated[Visitor, Depends(OfficeToChange(Permission.READ_AUDIT))]
"""How far they have looked: nothing else is theirs to change."""


def sought(request: Request) -> Sought:
    return Sought(**{field.name: request.query_params.get(field.name, "") for field in fields(Sought)})


SoughtHere = Annotated[Sought, Depends(sought)]
