"""People of an administration, accounts, and the list of administrations."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
