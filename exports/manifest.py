"""The manifest of files that leave together: name, size and SHA-256 of each, signed as one.

It lies beside them as `manifest.json`. What is signed is the whole document without its member `signature`, as JSON
with sorted names and no spaces, in UTF-8.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from exports.signing import Signature, Signer, is_signed
from questionnaires.canonical_json import canonical
from questionnaires.documents import without_doubles

FILE = "manifest.json"
FORMAT = "parity-manifest-1"
MOST_BYTES = 50_000_000


@dataclass(frozen=True)
class Listed:
    """One file of the manifest; the name may hold folders, parted by slashes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What a manifest says, once its signature was found good."""

    about: Mapping[str, str]
    files: tuple[Listed, ...]
    signature: Signature
    left_out: tuple[str, ...] = ()
    """Files that belong here, but could not be made."""


class NoManifest(Exception):
    """The bytes are no manifest of ours."""


class ForeignManifest(Exception):
    """None of these keys signed it as it is now."""


def manifest_bytes(
    about: Mapping[str, str], files: Iterable[Listed], signer: Signer, left_out: Iterable[str] = ()
) -> bytes:
    """The same files, in any order, give the same bytes. `left_out` is named only where there is something."""
    listed = [asdict(file) for file in sorted(files, key=lambda file: file.name)]
    document: dict[str, Any] = {"format": FORMAT, "about": dict(about), "files": listed}
    if names := sorted(left_out):
        document["left_out"] = names
    signature = asdict(signer.sign(canonical(document)))
    return json.dumps(document | {"signature": signature}, ensure_ascii=False, indent=1).encode() + b"\n"


def read_manifest(data: bytes, public_keys: Mapping[str, bytes]) -> Manifest:
    """Raises NoManifest or ForeignManifest."""
    try:
        document: dict[str, Any] = json.loads(data, object_pairs_hook=without_doubles)
        signature = Signature(**document.pop("signature"))
        content = canonical(document)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NoManifest from None
    if document.get("format") != FORMAT:
        raise NoManifest
    if not is_signed(content, signature, public_keys):
        raise ForeignManifest
    files = tuple(Listed(**entry) for entry in document["files"])
    return Manifest(document["about"], files, signature, tuple(document.get("left_out", ())))
