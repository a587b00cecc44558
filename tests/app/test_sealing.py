"""What was sealed here comes back unchanged, for its purpose only; what installations store stays readable."""

import pytest

from app.access.sealing import NotSealedHere, derived, seal, seal_document, signature, unseal, unseal_document

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
DOCUMENT = {"rows": [{"name": "Île Arden", "level": 3}], "note": None}
STORED = (
    "gAAAAABrDBBRySikLKkjrRyLBhzOLFsFT7nhW9j68flSy_PiPfqUT7wDp8VxHp_5buV8JJ1H"
    "a01s73f3vTgbwrni8zQbkbkbqHDCiJK86O6AgFXyqOh14eE="
)
"""The secret of an authenticator app, as version 0.4.0 stored it."""


def test_a_document_comes_back_as_it_was() -> None:
    assert unseal_document(KEY, "import:alice", seal_document(KEY, "import:alice", DOCUMENT)) == DOCUMENT


def test_nobody_reads_a_sealed_document() -> None:
    assert "Arden" not in seal_document(KEY, "import:alice", DOCUMENT)


@pytest.mark.parametrize(("key", "purpose"), [(OTHER_KEY, "import:alice"), (KEY, "import:charlie")])
def test_a_document_of_another_server_or_another_purpose_is_refused(key: bytes, purpose: str) -> None:
    sealed = seal_document(key, purpose, DOCUMENT)

    with pytest.raises(NotSealedHere):
        unseal_document(KEY, "import:alice", sealed)


@pytest.mark.parametrize("place", [0, 40, -10])
def test_a_document_with_one_letter_changed_is_refused(place: int) -> None:
    letters = list(seal_document(KEY, "import:alice", DOCUMENT))
    letters[place] = "A" if letters[place] != "A" else "B"

    with pytest.raises(NotSealedHere):
        unseal_document(KEY, "import:alice", "".join(letters))


@pytest.mark.parametrize("text", ["", "no seal", "“no seal”", "A" * 200])
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(NotSealedHere):
        unseal_document(KEY, "import:alice", text)
    assert unseal(KEY, "import:alice", text) is None


def test_a_text_is_sealed_otherwise_each_time() -> None:
    assert seal(KEY, "authenticator apps", "secret") != seal(KEY, "authenticator apps", "secret")


def test_secrets_that_an_installation_keeps_stay_readable() -> None:
    assert unseal(KEY, "authenticator apps", STORED) == "JBSWY3DPEHPK3PXP"
    assert derived(KEY, "recovery codes").hex() == "914cb78c62ee7488e3e2d82957417047dba751fcd32e3ee7f850f47d74d4151e"
    stored = "8d690faae261afdd603e4bc75855f33d379c121786f1cdde308dc41026923416"
    assert signature(KEY, "invited", "alice@valdoria.example").hex() == stored
