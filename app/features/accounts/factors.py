"""The second factor: codes of an authenticator app (RFC 6238) and recovery codes for the day when it is lost."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import pyotp
import segno
from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from app.access.identity import has_authenticator, has_factor, is_needed
from app.access.sealing import derived, seal, unseal
from app.access.sessions import Stage
from app.db.tables.people import Passkey, Person, RecoveryCode, SecondFactor
from app.settings import Settings
from questionnaires.codes import DIGITS, read_code

SECRETS, CODES = "authenticator apps", "recovery codes"
"""The purposes of the derived keys."""
STEP = 30
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like another."""


def stage_after_proof(db: Session, person: Person, settings: Settings) -> Stage:
    """Where somebody arrives who has proved one thing: a password, a mailed link, an account elsewhere."""
    if has_factor(db, person.id):
        return Stage.SECOND_FACTOR
    return Stage.ENROLMENT if is_needed(db, settings, person.office) else Stage.SIGNED_IN


def begin_authenticator(db: Session, key: bytes, person_id: str, *, at: datetime) -> bool:
    """A secret to be confirmed by a first code, in place of one that waits: somebody else may have seen that.

    False where an app is confirmed already: it stays.
    """
    if has_authenticator(db, person_id):
        return False
    db.execute(delete(SecondFactor).where(col(SecondFactor.person_id) == person_id))
    sealed = seal(key, SECRETS, pyotp.random_base32())
    db.add(SecondFactor(person_id=person_id, secret=sealed, created_at=at))
    db.flush()
    return True


def forget_waiting(db: Session, person_id: str) -> None:
    """An app that is not confirmed yet: whoever signs in now by a password alone must not see its secret."""
    waiting = delete(SecondFactor).where(col(SecondFactor.person_id) == person_id)
    db.execute(waiting.where(col(SecondFactor.confirmed_at).is_(None)))


def waiting_secret(db: Session, key: bytes, person_id: str) -> str | None:
    """The secret of an app that is not confirmed yet."""
    factor = db.get(SecondFactor, person_id)
    return unseal(key, SECRETS, factor.secret) if factor and factor.confirmed_at is None else None


@dataclass(frozen=True)
class AppToAdd:
    """What an authenticator app needs to know; empty once it does."""

    secret: str = ""
    address: str = ""
    """What the picture says; on a phone it opens the app itself."""
    picture: str = ""
    """A data address, drawn dark on white whatever the colours of the page."""


def app_to_add(secret: str, email: str) -> AppToAdd:
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Parity")
    drawn = segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return AppToAdd(secret, address, drawn)


def confirm_authenticator(db: Session, key: bytes, person_id: str, code: str, *, at: datetime) -> bool:
    factor = db.get(SecondFactor, person_id)
    if factor is None or factor.confirmed_at is not None or not _take_step(db, key, factor, code, at):
        return False
    db.execute(update(SecondFactor).where(col(SecondFactor.person_id) == person_id).values(confirmed_at=at))
    return True


def take_code(db: Session, key: bytes, person_id: str, typed: str, *, at: datetime) -> bool:
    """Whether this is a code of the app or a recovery code of the person. Each works once."""
    factor, code = db.get(SecondFactor, person_id), read_code(typed, DIGITS)
    if factor and factor.confirmed_at and len(code) == 6 and code.isdecimal():
        return _take_step(db, key, factor, code, at)
    return _take_recovery_code(db, key, person_id, read_code(typed, LETTERS), at)


def _take_step(db: Session, key: bytes, factor: SecondFactor, code: str, at: datetime) -> bool:
    """The step before and the one after count too, for clocks that differ; never one that was used, nor an older."""
    secret, now = unseal(key, SECRETS, factor.secret), int(at.timestamp()) // STEP
    if secret is None:  # sealed by another key: the server's was lost
        return False
    app = pyotp.TOTP(secret)
    digits = read_code(code, DIGITS).encode()
    steps = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(app.generate_otp(step).encode(), digits)]
    if not steps:
        return False
    of_person = update(SecondFactor).where(col(SecondFactor.person_id) == factor.person_id)
    taken = db.execute(of_person.where(col(SecondFactor.last_step) < steps[-1]).values(last_step=steps[-1]))
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # of an UPDATE


def _take_recovery_code(db: Session, key: bytes, person_id: str, code: str, at: datetime) -> bool:
    of_person = update(RecoveryCode).where(col(RecoveryCode.person_id) == person_id)
    same = of_person.where(col(RecoveryCode.code_hash) == _code_hash(key, person_id, code))
    taken = db.execute(same.where(col(RecoveryCode.used_at).is_(None)).values(used_at=at))
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # of an UPDATE


def _code_hash(key: bytes, person_id: str, code: str) -> str:
    """Keyed, since a code that people type is short enough to be tried out by whoever has a copy of the database."""
    return hmac.new(derived(key, CODES), f"{person_id}:{code}".encode(), sha256).hexdigest()


def first_recovery_codes(db: Session, key: bytes, person_id: str) -> list[str]:
    """Ten codes for a person who has none yet; [] for others."""
    return [] if recovery_codes_left(db, person_id) else new_recovery_codes(db, key, person_id)


def new_recovery_codes(db: Session, key: bytes, person_id: str) -> list[str]:
    """Ten codes, which are kept nowhere; the ones before no longer work."""
    db.execute(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    codes = ["".join(secrets.choice(LETTERS) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    db.add_all(RecoveryCode(person_id=person_id, code_hash=_code_hash(key, person_id, code)) for code in codes)
    db.flush()
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def recovery_codes_left(db: Session, person_id: str) -> int:
    own = select(func.count()).select_from(RecoveryCode).where(col(RecoveryCode.person_id) == person_id)
    return int(db.execute(own.where(col(RecoveryCode.used_at).is_(None))).scalar_one())


def remove_authenticator(db: Session, person_id: str) -> bool:
    """Whether there was one, confirmed or waiting."""
    removed = db.execute(delete(SecondFactor).where(col(SecondFactor.person_id) == person_id))
    forget_codes_of_nothing(db, person_id)
    return bool(removed.rowcount)  # type: ignore[attr-defined]  # of a DELETE


def forget_codes_of_nothing(db: Session, person_id: str) -> None:
    """Recovery codes stand in for a second factor: without one they open nothing, and go."""
    if not has_factor(db, person_id):
        db.execute(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))


def remove_all(db: Session, person_id: str) -> bool:
    """For a person who lost everything: the password alone, or enrolment, signs in again. Whether there was any."""
    passkeys = db.execute(delete(Passkey).where(col(Passkey.person_id) == person_id))
    return remove_authenticator(db, person_id) or bool(passkeys.rowcount)  # type: ignore[attr-defined]  # of a DELETE
