"""Signs with Ed25519 (RFC 8032, 2017) and checks such signatures; where keys are kept is not known here."""

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

KEY_ID_LETTERS = 16
PEM = re.compile("-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


@dataclass(frozen=True)
class Signature:
    """A signature in base64, and the id of the key that made it."""

    key: str
    signature: str


@dataclass(frozen=True)
class Signer:
    """Signs with one private key, given as its 32 bytes; it can be handed to another process."""

    private: bytes

    @cached_property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    @property
    def id(self) -> str:
        return key_id(self.public)

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)

    def sign(self, content: bytes) -> Signature:
        return Signature(self.id, b64encode(self._key.sign(content)).decode())

    def __reduce__(self) -> tuple[type["Signer"], tuple[bytes]]:
        """Without the opened key, which no process can hand to another."""
        return Signer, (self.private,)


def key_id(public: bytes) -> str:
    """The short name of a public key: the beginning of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:KEY_ID_LETTERS]


def is_signed(content: bytes, signature: Signature, public_keys: Mapping[str, bytes]) -> bool:
    """Whether one of these keys, named by their ids, signed this very content."""
    if signature.key not in public_keys:
        return False
    try:
        raw = b64decode(signature.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(public_keys[signature.key]).verify(raw, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def as_pem(public: bytes) -> str:
    """The public key as other programs read it, under its id."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return f"{key_id(public)}\n{key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()}"


def keys_in(text: str) -> dict[str, bytes]:
    """Key id -> public key, of every Ed25519 key in PEM; other text between them is left out. Raises ValueError."""
    keys = {}
    for block in PEM.findall(text):
        try:
            key = load_pem_public_key(block.encode())
        except UnsupportedAlgorithm:
            continue
        if isinstance(key, Ed25519PublicKey):
            keys[key_id(key.public_bytes_raw())] = key.public_bytes_raw()
    return keys
