"""The manifest of files that leave together: it lists them the same way always, and no change passes."""

import json
from hashlib import sha256
from typing import Any

import pytest

from exports.manifest import FORMAT, ForeignManifest, Listed, NoManifest, manifest_bytes, read_manifest
from exports.signing import Signer, key_id

SIGNER = Signer(bytes(range(32)))
KEYS = {key_id(SIGNER.public): SIGNER.public}
FILES = (Listed("b.xlsx", sha256(b"b").hexdigest(), 1), Listed("a.xlsx", sha256(b"a").hexdigest(), 1))
ABOUT = {"kind": "gap reports of a round", "round": "2026"}


def manifest() -> bytes:
    return manifest_bytes(ABOUT, FILES, SIGNER)


def with_member(**members: Any) -> bytes:
    return json.dumps(json.loads(manifest()) | members).encode()


def test_a_manifest_says_what_it_was_given() -> None:
    read = read_manifest(manifest(), KEYS)

    assert read.about == ABOUT
    assert read.files == tuple(sorted(FILES, key=lambda file: file.name))


def test_the_same_files_in_any_order_give_the_same_bytes() -> None:
    assert manifest_bytes(ABOUT, reversed(FILES), SIGNER) == manifest()


def test_it_may_be_written_anew_with_other_spaces() -> None:
    assert read_manifest(json.dumps(json.loads(manifest()), indent=8).encode(), KEYS).files


@pytest.mark.parametrize("changed", [{"about": {}}, {"files": []}, {"more": "of it"}])
def test_a_changed_manifest_is_not_ours(changed: dict[str, Any]) -> None:
    with pytest.raises(ForeignManifest):
        read_manifest(with_member(**changed), KEYS)


def test_a_manifest_of_another_key_is_not_ours() -> None:
    with pytest.raises(ForeignManifest):
        read_manifest(manifest_bytes(ABOUT, FILES, Signer(bytes(32))), KEYS)


def test_what_we_signed_for_another_purpose_is_no_manifest() -> None:
    document = {"format": "parity-seal-1", "about": {}, "files": []}
    signed = SIGNER.sign(json.dumps(document, sort_keys=True, separators=(",", ":")).encode())

    with pytest.raises(NoManifest):
        read_manifest(json.dumps(document | {"signature": vars(signed)}).encode(), KEYS)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"PK", b"\xff\xfe", b"[" * 100_000, b'{"a": 1, "a": 2}', b'{"signature": {"key": "\\ud800"}}'],
)
def test_what_is_no_manifest_is_told(data: bytes) -> None:
    with pytest.raises(NoManifest):
        read_manifest(data, KEYS)


def test_a_name_that_stands_twice_is_refused() -> None:
    with pytest.raises(NoManifest):
        read_manifest(manifest().replace(b"{", b'{ "format": "' + FORMAT.encode() + b'",', 1), KEYS)
