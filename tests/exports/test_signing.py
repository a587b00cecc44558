"""Signatures: whoever has the public key can check, nobody without the private one can sign."""

import pickle

from exports.signing import Signature, Signer, is_signed, key_id

OURS, OTHER = Signer(b"1" * 32), Signer(b"2" * 32)
KEYS = {key_id(OURS.public): OURS.public}


def test_what_we_signed_is_known_by_the_public_key() -> None:
    assert is_signed(b"content", OURS.sign(b"content"), KEYS)


def test_another_content_is_not_signed() -> None:
    assert not is_signed(b"contents", OURS.sign(b"content"), KEYS)


def test_another_key_does_not_sign_for_us() -> None:
    forged = Signature(key_id(OURS.public), OTHER.sign(b"content").signature)

    assert not is_signed(b"content", OTHER.sign(b"content"), KEYS)
    assert not is_signed(b"content", forged, KEYS)


def test_a_signature_that_is_none_is_refused_quietly() -> None:
    assert not is_signed(b"content", Signature(key_id(OURS.public), "no base64 é"), KEYS)


def test_the_same_content_gives_the_same_signature_in_every_process() -> None:
    elsewhere = pickle.loads(pickle.dumps(OURS))

    assert elsewhere.sign(b"content") == OURS.sign(b"content")
