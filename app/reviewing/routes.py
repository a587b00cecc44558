"""The queue of reviews and the review screen."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
