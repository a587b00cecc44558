"""The check before signing, the signature, and what follows it."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
