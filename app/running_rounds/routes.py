"""Rounds, and the overview of one."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
