"""Pages of the register of evidence."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
