"""Passkeys: keys of the W3C's Web Authentication.

One signs in alone, for it counts as both factors: a thing that the person has, and their finger, face or PIN.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import delete, select
from sqlmodel import Session, col
from starlette.datastructures import FormData

from app import Deferred
from app.access.identity import utc_now
from app.access.sealing import seal, unseal
from app.db.tables.people import Passkey, Person
from app.settings import Settings

if TYPE_CHECKING:
    import webauthn
    from webauthn import helpers
    from webauthn.helpers import exceptions, structs
    from webauthn.registration.verify_registration_response import VerifiedRegistration
else:
    webauthn, helpers = Deferred("webauthn"), Deferred("webauthn.helpers")
    exceptions, structs = Deferred("webauthn.helpers.exceptions"), Deferred("webauthn.helpers.structs")

CHALLENGES = "challenges of passkeys"
SECONDS = 300
NAME = re.compile(r"[A-Za-z0-9_-]{1,1400}")
"""The id of a passkey: at most 1,023 bytes, as the protocol says, in base64url."""
ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
"""What the library raises beside its own exceptions, over something that no browser sends."""


@dataclass(frozen=True)
class Site:
    """What a passkey is bound to: the name of this server, and the address that pages come from."""

    id: str
    origin: str


@dataclass(frozen=True)
class Offer:
    """For the script of the page: the options as JSON, and the challenge sealed, to come back with the answer."""

    options: str
    sealed: str


def site_of(settings: Settings, address: str) -> Site | None:
    """By the address in the settings; else only on this very machine. Passkeys need a name, and https or localhost."""
    parts = urlsplit(settings.base_address or address)
    name = parts.hostname or ""
    if not (settings.base_address or name == "localhost") or _is_number(name):
        return None
    is_safe = parts.scheme == "https" or name == "localhost"
    return Site(name, f"{parts.scheme}://{parts.netloc}") if is_safe else None


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return not name
    return True


def offer_new(db: Session, key: bytes, site: Site, person: Person) -> Offer:
    challenge = helpers.generate_challenge()
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name="Parity",
        user_id=person.id.encode(),
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_named(passkeys_of(db, person.id)),
    )
    return Offer(webauthn.options_to_json(options), _sealed(key, person.id, challenge))


def offer_sign_in(key: bytes, site: Site, own: list[Passkey] | None = None, person_id: str = "") -> Offer:
    """For anybody's passkey, or for one of a person who has said already who they are."""
    challenge = helpers.generate_challenge()
    options = webauthn.generate_authentication_options(
        rp_id=site.id,
        challenge=challenge,
        allow_credentials=_named(own or []),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return Offer(webauthn.options_to_json(options), _sealed(key, person_id, challenge))


def _named(passkeys: list[Passkey]) -> "list[structs.PublicKeyCredentialDescriptor]":
    return [structs.PublicKeyCredentialDescriptor(id=helpers.base64url_to_bytes(passkey.id)) for passkey in passkeys]


def _sealed(key: bytes, person_id: str, challenge: bytes) -> str:
    return seal(key, CHALLENGES, " ".join((person_id, utc_now().isoformat(), helpers.bytes_to_base64url(challenge))))


@dataclass(frozen=True)
class Challenge:
    """What was to be answered, and since when."""

    bytes: bytes
    made_at: datetime


def _challenge(key: bytes, sealed: str, person_id: str) -> Challenge | None:
    """The challenge that was sealed for this person within the last five minutes."""
    parts = (unseal(key, CHALLENGES, sealed, seconds=SECONDS) or "").split(" ")
    if len(parts) != 3 or parts[0] != person_id:
        return None
    return Challenge(helpers.base64url_to_bytes(parts[2]), datetime.fromisoformat(parts[1]))


@dataclass(frozen=True)
class Answer:
    """What the browser sent back: its credential as JSON, and the sealed challenge."""

    credential: str
    sealed: str

    @classmethod
    def of(cls, submitted: FormData) -> "Answer":
        return cls(str(submitted.get("credential", "")), str(submitted.get("sealed", "")))

    def read(self) -> dict[str, Any] | None:
        try:
            read = json.loads(self.credential)
        except (ValueError, RecursionError):
            return None
        is_named = isinstance(read, dict) and isinstance(read.get("id"), str) and NAME.fullmatch(read["id"])
        return read if is_named else None


def registered(key: bytes, site: Site, person_id: str, answer: Answer) -> "VerifiedRegistration | None":
    """The new passkey that the browser made for this person; None if it proves nothing."""
    credential, challenge = answer.read(), _challenge(key, answer.sealed, person_id)
    if credential is None or challenge is None:
        return None
    try:
        return webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge.bytes,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (exceptions.WebAuthnException, *ODD):
        return None


def add(db: Session, person_id: str, registration: "VerifiedRegistration", name: str, *, at: datetime) -> bool:
    """False where it is kept already."""
    id_ = helpers.bytes_to_base64url(registration.credential_id)
    if db.get(Passkey, id_):
        return False
    db.add(
        Passkey(
            id=id_,
            person_id=person_id,
            public_key=helpers.bytes_to_base64url(registration.credential_public_key),
            sign_count=registration.sign_count,
            name=name,
            created_at=at,
        )
    )
    db.flush()
    return True


def person_of(
    db: Session, key: bytes, site: Site, answer: Answer, *, at: datetime, person_id: str = ""
) -> Person | None:
    """Whose passkey answered; None if it proves nothing. With a `person_id` it must be a passkey of this person.

    A challenge signs in once: none counts that was made before the passkey was last used, whatever became of the
    session that began then.
    """
    credential, challenge = answer.read(), _challenge(key, answer.sealed, person_id)
    if credential is None or challenge is None:
        return None
    passkey = db.get(Passkey, credential["id"], with_for_update=True)
    if passkey is None or (person_id and passkey.person_id != person_id):
        return None
    if passkey.used_at and challenge.made_at <= passkey.used_at:
        return None
    try:
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge.bytes,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=helpers.base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (exceptions.WebAuthnException, *ODD):
        return None
    passkey.sign_count = verified.new_sign_count
    passkey.used_at = max(at, challenge.made_at)  # another machine's clock may be ahead
    person = db.get(Person, passkey.person_id)
    return person if person and person.is_active else None


def passkeys_of(db: Session, person_id: str) -> list[Passkey]:
    own = select(Passkey).where(col(Passkey.person_id) == person_id).order_by(col(Passkey.created_at))
    return list(db.execute(own).scalars())


def remove(db: Session, person_id: str, id_: str) -> bool:
    """Only one of their own: another's id removes nothing, and then it says so."""
    removed = db.execute(delete(Passkey).where(col(Passkey.person_id) == person_id, col(Passkey.id) == id_))
    return bool(removed.rowcount)  # type: ignore[attr-defined]  # of a DELETE
