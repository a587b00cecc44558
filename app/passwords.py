"""Passwords: the one rule for new ones, and the slow hash that is kept of them."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from questionnaires.problems import N_, Problem

PASSWORDS = PasswordHasher()
"""Argon2id with the parameters of RFC 9106 (2021), second recommendation."""
SHORTEST, LONGEST = 10, 1_000
_NOBODY: list[str] = []


def problem_of(password: str, *known: str) -> Problem | None:
    """What stands against a new password. `known` is what anybody knows of the person: name and e-mail address."""
    if len(password) < SHORTEST:
        return Problem("password", N_("The password needs at least {least} characters."), {"least": SHORTEST})
    if len(password) > LONGEST:
        return Problem("password", N_("The password may have {most} characters at most."), {"most": LONGEST})
    if password.strip().casefold() in {one.strip().casefold() for one in known}:
        return Problem("password", N_("The password must be neither your name nor your e-mail address."))
    return None


def hash_of(password: str) -> str:
    """Slow on purpose: to be done before a transaction is open."""
    return PASSWORDS.hash(password)


def is_right(password_hash: str, password: str) -> bool:
    """Takes the same time where there is no hash to compare with, "": nobody learns so whether an account exists."""
    try:
        PASSWORDS.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def _nobody() -> str:
    """A hash that no password fits, made when first needed."""
    if not _NOBODY:
        _NOBODY.append(PASSWORDS.hash(secrets.token_urlsafe()))
    return _NOBODY[0]
