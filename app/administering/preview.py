"""A file that was read but not stored yet: it travels in the form of its preview, signed, and is kept nowhere."""

import base64
import hashlib
import hmac
import json
import zlib
from dataclasses import asdict
from typing import Any

from app.administering.files import Row, Sheet
from app.administering.members import Plan


class NotOurs(ValueError):
    """A form whose rows were not packed by this server for this person."""


def packed(sheet: Sheet, key: bytes, person_id: str) -> str:
    raw = zlib.compress(json.dumps(asdict(sheet)).encode())
    return base64.urlsafe_b64encode(_seal(raw, key, person_id) + raw).decode()


def unpacked(text: str, key: bytes, person_id: str) -> Sheet:
    """Raises NotOurs."""
    try:
        content = base64.urlsafe_b64decode(text.encode())
    except ValueError:
        raise NotOurs from None
    seal, raw = content[:32], content[32:]
    if not hmac.compare_digest(seal, _seal(raw, key, person_id)):
        raise NotOurs
    document: dict[str, Any] = json.loads(zlib.decompress(raw))
    return Sheet(document["columns"], [Row(**row) for row in document["rows"]], document["left_out"])


def _seal(raw: bytes, key: bytes, person_id: str) -> bytes:
    return hmac.new(key, b"import:" + person_id.encode() + b":" + raw, hashlib.sha256).digest()


def fingerprint_of(plan: Plan) -> str:
    """What the preview showed: if it is another when it is confirmed, somebody changed the list meanwhile."""
    document = [asdict(plan)[part] for part in ("added", "changed")]
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
