"""What a form carries from a preview to its confirmation: sealed, so that nobody else's passes, and kept nowhere."""

import base64
import hashlib
import hmac
import json
import zlib
from typing import Any


class NotOurs(ValueError):
    """Nothing that this server packed for this purpose."""


def packed(document: Any, key: bytes, purpose: str) -> str:
    """`purpose` names whose form it is and what for."""
    raw = zlib.compress(json.dumps(document).encode())
    return base64.urlsafe_b64encode(_seal(raw, key, purpose) + raw).decode()


def unpacked(text: str, key: bytes, purpose: str) -> Any:
    """Raises NotOurs."""
    try:
        content = base64.urlsafe_b64decode(text.encode())
    except ValueError:
        raise NotOurs from None
    seal, raw = content[:32], content[32:]
    if not hmac.compare_digest(seal, _seal(raw, key, purpose)):
        raise NotOurs
    return json.loads(zlib.decompress(raw))


def _seal(raw: bytes, key: bytes, purpose: str) -> bytes:
    return hmac.new(key, purpose.encode() + b":" + raw, hashlib.sha256).digest()
