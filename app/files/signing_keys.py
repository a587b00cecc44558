"""The keys that sign what leaves: the private one of today, and the public ones of today and before.

They are files beside the database, so that nobody who can write to the database can sign. Old public keys are kept:
what they signed stays provable.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.files.atomic_write import write_first, written_whole
from app.settings import Settings
from exports.signing import Signer, as_pem, key_id, keys_in

PRIVATE = "private.key"
PUBLIC = ".pem"
KEY_BYTES = 32
MOST_LETTERS = 1_000_000
"""Of a file with public keys; one key takes 130."""


class DamagedKey(ValueError):
    """A file that should hold a key does not."""


def folder_of(settings: Settings) -> Path:
    return settings.signing_dir or settings.data_dir / "signing"


def signer_of(settings: Settings) -> Signer:
    """The key of today; it is made where there is none yet. Raises DamagedKey."""
    path = folder_of(settings) / PRIVATE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_first(path, _new_key())
    signer = Signer(_read(path))
    write_public(path.parent, signer.public)
    return signer


def rotate(settings: Settings) -> Signer:
    """A new key takes the place of today's, whose public half stays."""
    signer_of(settings)
    with written_whole(folder_of(settings) / PRIVATE) as draft:
        draft.write_bytes(_new_key())
    return signer_of(settings)


def public_keys(settings: Settings) -> dict[str, bytes]:
    """Key id -> public key, of today and before. Raises DamagedKey."""
    return keys_at(folder_of(settings))


def keys_at(place: Path) -> dict[str, bytes]:
    """Key id -> public key, of a file or of all such files in a folder. Raises DamagedKey or OSError."""
    public: dict[str, bytes] = {}
    for path in sorted(place.glob(f"*{PUBLIC}")) if place.is_dir() else [place]:
        try:
            keys = keys_in(path.read_text()[:MOST_LETTERS])
        except ValueError:
            keys = {}
        if not keys:
            raise DamagedKey(f"{path} contains no public key.")
        public |= keys
    return public


def write_public(folder: Path, key: bytes) -> Path:
    """Nothing of a public key is secret, but like all files of an installation it is its owner's, who hands it on."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{key_id(key)}{PUBLIC}"
    if not path.exists():
        with written_whole(path) as draft:
            draft.write_text(as_pem(key))
    return path


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes_raw().hex().encode()


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise DamagedKey(f"{path} is damaged. Restore it from a backup.")
    return key
