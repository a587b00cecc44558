"""The auditor's desk: the log, the register of downloads."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
