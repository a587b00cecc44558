"""What leaves the server, or rests in its database, and must come back unread and unchanged: sealed by a key of its own
for each purpose, which follows from the server's key."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derived(key: bytes, purpose: str) -> bytes:
    """RFC 5869 (2010)."""
    return HKDF(SHA256(), length=32, salt=None, info=f"parity: {purpose}".encode()).derive(key)


def seal(key: bytes, purpose: str, text: str) -> str:
    return _fernet(key, purpose).encrypt(text.encode()).decode()


def unseal(key: bytes, purpose: str, sealed: str, *, seconds: int | None = None) -> str | None:
    """The text; None if it was not sealed here for this purpose, or longer ago than these seconds."""
    try:
        return _fernet(key, purpose).decrypt(sealed.encode(), ttl=seconds).decode()
    except InvalidToken:
        return None


def _fernet(key: bytes, purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(derived(key, purpose)))
