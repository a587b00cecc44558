"""What leaves the server, or rests in its database, and must come back as it was made here for this purpose.

Sealed, nobody reads it either: secrets at rest, cookies, what a form keeps from a preview to its confirmation. Signed,
it stays readable: form tokens, one-time links, messages in addresses. Each key follows from the server's.
"""

import hashlib
import hmac
import json
import zlib
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class NotSealedHere(ValueError):
    """Nothing that this server sealed for this purpose."""


def seal(key: bytes, purpose: str, text: str) -> str:
    return _fernet(key, purpose).encrypt(text.encode()).decode()


def unseal(key: bytes, purpose: str, sealed: str, *, seconds: int | None = None) -> str | None:
    """The text; None if it was not sealed here for this purpose, or longer ago than these seconds."""
    try:
        return _fernet(key, purpose).decrypt(sealed.encode(), ttl=seconds).decode()
    except InvalidToken:
        return None


def seal_document(key: bytes, purpose: str, document: Any) -> str:
    """For what may be long; `purpose` names whose form it is and what for."""
    return _fernet(key, purpose).encrypt(zlib.compress(json.dumps(document).encode())).decode()


def unseal_document(key: bytes, purpose: str, sealed: str) -> Any:
    """Raises NotSealedHere."""
    try:
        content = _fernet(key, purpose).decrypt(sealed.encode())
    except InvalidToken:
        raise NotSealedHere from None
    return json.loads(zlib.decompress(content))


def signature(key: bytes, purpose: str, text: str) -> bytes:
    return hmac.new(key, f"{purpose}:{text}".encode(), hashlib.sha256).digest()


def derived(key: bytes, purpose: str) -> bytes:
    """RFC 5869 (2010)."""
    return HKDF(SHA256(), length=32, salt=None, info=f"parity: {purpose}".encode()).derive(key)


def _fernet(key: bytes, purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(derived(key, purpose)))
