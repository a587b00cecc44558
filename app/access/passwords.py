"""Passwords: the one rule for new ones, and the slow hash that is kept of them."""

import re
import secrets
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app import Deferred
from questionnaires.problems import N_, Problem

guesses = Deferred("zxcvbn")  # its lists of words fill twelve megabytes
PASSWORDS = PasswordHasher()
"""Argon2id with the parameters of RFC 9106 (2021), second recommendation."""
SHORTEST, LONGEST = 10, 1_000
MOST_TYPED = 4 * LONGEST
"""Characters as keyboards send them: a letter and its marks may come one by one."""
LEAST_SCORE = 3
"""Of zxcvbn (Wheeler, USENIX Security 2016): from here on, a hundred million guesses do not find it."""
JUDGED = 30
"""Characters. What is hard to guess so far does not become easy by what follows, and the time to judge grows with the
cube: half a second at worst for these, three for the 72 that zxcvbn would take, in which those who save wait."""
PRODUCT = ("parity", "wco", "equality-2026")
"""What anybody tries here first, with the password of the demo, which is printed."""
_NOBODY: list[str] = []


def problem_of(password: str, *known: str) -> Problem | None:
    """What stands against a new password. `known` is what anybody knows of the person: name, e-mail address, place."""
    password = normalised(password)
    if len(password) < SHORTEST:
        return Problem("password", N_("Enter a password of at least {least} characters."), {"least": SHORTEST})
    if len(password) > LONGEST:
        return Problem("password", N_("Enter a password of {most} characters or fewer."), {"most": LONGEST})
    if password.strip().casefold() in {text.strip().casefold() for text in known}:
        return Problem("password", N_("The password cannot be your name or your email address. Choose another."))
    if guesses.zxcvbn(password.casefold()[:JUDGED], user_inputs=_words((*PRODUCT, *known)))["score"] < LEAST_SCORE:
        return Problem(
            "password",
            N_(
                "This password is easy to guess: it is a common one, or little more than a name, a date or a row of "
                "keys. Use three or four random words."
            ),
        )
    return None


def _words(known: Iterable[str]) -> list[str]:
    """Each text, its parts, and the whole without what parts it, as people write names into passwords."""
    words: dict[str, None] = {}
    for text in known:
        parts = re.findall(r"\w+", normalised(text).casefold())
        words |= dict.fromkeys(word[:JUDGED] for word in ("".join(parts), *parts) if len(word) > 2)
    return list(words)


def normalised(password: str) -> str:
    """The same however a keyboard composes it, half or full width: NFKC, as NIST SP 800-63B (2017, 5.1.1.2) asks.

    Longer ones are nobody's. Putting marks in order takes the square of their number, and strangers may send a million.
    """
    return password if len(password) > MOST_TYPED else unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """Slow on purpose: to be done before a transaction is open."""
    return PASSWORDS.hash(normalised(password))


def renewed_hash(password_hash: str, password: str) -> str:
    """To keep instead of one that was made before passwords were normalised; "" where nothing is to be done.

    As slow as `hash_password`, and for a password that was found right.
    """
    is_new = normalised(password) == password or _fits(password_hash, normalised(password))
    return "" if is_new else hash_password(password)


def is_right(password_hash: str, password: str) -> bool:
    """Takes the same time where there is no hash to compare with, "": nobody learns so whether an account exists.

    Hashes from before passwords were normalised are of what was typed: both spellings count, where they differ.
    """
    spellings = dict.fromkeys((normalised(password), password))
    return any([_fits(password_hash or _nobody(), spelling) for spelling in spellings]) and bool(password_hash)


def _fits(password_hash: str, password: str) -> bool:
    try:
        return PASSWORDS.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _nobody() -> str:
    """A hash that no password fits, made when first needed."""
    if not _NOBODY:
        _NOBODY.append(PASSWORDS.hash(secrets.token_urlsafe()))
    return _NOBODY[0]
