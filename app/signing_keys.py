"""The keys that sign what leaves: the private one of today, and the public ones of today and before.

They are files beside the database, so that nobody who can write to the database can sign. Old public keys are kept:
what they signed stays provable.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.settings import Settings
from exports.signing import Signer, key_id

PRIVATE = "private.key"
PUBLIC = ".public"
KEY_BYTES = 32


class DamagedKey(ValueError):
    """A file that should hold a key does not."""


def folder_of(settings: Settings) -> Path:
    return settings.signing_dir or settings.data_dir / "signing"


def signer_of(settings: Settings) -> Signer:
    """The key of today; it is made where there is none yet. Raises DamagedKey."""
    path = folder_of(settings) / PRIVATE
    if not path.exists():
        _make(path, replacing=False)
    signer = Signer(_read(path))
    _publish(path.parent, signer)
    return signer


def rotate(settings: Settings) -> Signer:
    """A new key takes the place of today's, whose public half stays."""
    signer_of(settings)
    _make(folder_of(settings) / PRIVATE, replacing=True)
    return signer_of(settings)


def public_keys(settings: Settings) -> Mapping[str, bytes]:
    """Key id -> public key, of today and before. Raises DamagedKey."""
    return {key_id(public): public for public in map(_read, sorted(folder_of(settings).glob(f"*{PUBLIC}")))}


def _make(path: Path, *, replacing: bool) -> None:
    """Whole or not at all; of two processes that make the first key, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{PRIVATE}.{secrets.token_hex(4)}")
    _write(draft, Ed25519PrivateKey.generate().private_bytes_raw())
    if replacing:
        draft.replace(path)
        return
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _publish(folder: Path, signer: Signer) -> None:
    path = folder / f"{key_id(signer.public)}{PUBLIC}"
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        _write(draft, signer.public)
        draft.replace(path)


def _write(path: Path, key: bytes) -> None:
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(key.hex())


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise DamagedKey(f"{path} is damaged. Bring it back from a backup.")
    return key
