"""What a passkey answered signs in once, whatever becomes of the session that began with it."""

import hashlib
import json
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from sqlmodel import Session
from webauthn.helpers import bytes_to_base64url, encode_cbor
from webauthn.helpers.structs import AttestationFormat, CredentialDeviceType, PublicKeyCredentialType
from webauthn.registration.verify_registration_response import VerifiedRegistration

from app.access import sessions
from app.access.identity import utc_now
from app.access.sessions import Browser, Stage
from app.db.session import Database
from app.features.accounts import passkeys
from app.features.accounts.passkeys import Answer, Offer, Site
from tests.cast import Actor
from tests.engines import ON_BOTH

KEY, SITE = b"k" * 32, Site("localhost", "http://localhost:8000")
PHONE = ec.generate_private_key(ec.SECP256R1())
ID = bytes_to_base64url(b"phone of alice")


@pytest.fixture
def _phone(database: Database, alice: Actor) -> None:
    """A passkey that is kept on several devices counts nothing, so that its counter tells of no answer sent twice."""
    point = PHONE.public_key().public_numbers()
    known = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
    made = VerifiedRegistration(
        credential_id=b"phone of alice",
        credential_public_key=encode_cbor(known),
        sign_count=0,
        aaguid="",
        fmt=AttestationFormat.NONE,
        credential_type=PublicKeyCredentialType.PUBLIC_KEY,
        user_verified=True,
        attestation_object=b"",
        credential_device_type=CredentialDeviceType.MULTI_DEVICE,
        credential_backed_up=True,
    )
    with database.writing() as db:
        assert passkeys.add(db, alice.id, made, "Phone", at=utc_now())
        assert not passkeys.add(db, alice.id, made, "Phone", at=utc_now()), "it is kept once"


def answer_to(offer: Offer) -> Answer:
    said = {"type": "webauthn.get", "challenge": json.loads(offer.options)["challenge"], "origin": SITE.origin}
    client, seen = json.dumps(said).encode(), hashlib.sha256(SITE.id.encode()).digest() + b"\x05" + struct.pack(">I", 0)
    signature = PHONE.sign(seen + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
    parts = {"clientDataJSON": client, "authenticatorData": seen, "signature": signature}
    response = {name: bytes_to_base64url(part) for name, part in parts.items()}
    whole = {"id": ID, "rawId": ID, "type": "public-key", "clientExtensionResults": {}, "response": response}
    return Answer(json.dumps(whole), offer.sealed)


def signed_in(db: Session, answer: Answer) -> str:
    """The token of the session; "" where the passkey proves nothing."""
    person = passkeys.person_of(db, KEY, SITE, answer, at=utc_now())
    return sessions.start(db, person.id, Stage.SIGNED_IN, Browser("", "", ""), at=utc_now()) if person else ""


@pytest.mark.usefixtures("_phone")
@ON_BOTH
def test_an_answer_signs_in_once_even_after_its_session_has_ended(database: Database) -> None:
    answer = answer_to(passkeys.offer_sign_in(KEY, SITE))
    with database.writing() as db:
        token = signed_in(db, answer)
        sessions.end(db, token)

        assert token
        assert signed_in(db, answer) == "", "whoever saw the form cannot send it again"
        assert signed_in(db, answer_to(passkeys.offer_sign_in(KEY, SITE))), "a new challenge is answered anew"
