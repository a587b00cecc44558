"""A file that was read but not stored yet: it travels in the form of its preview."""

import hashlib
from dataclasses import asdict

from app.features.directory.files import Row, Sheet
from app.features.directory.members import Plan
from app.web import signed_payload
from questionnaires.canonical_json import canonical


def packed(sheet: Sheet, key: bytes, person_id: str) -> str:
    return signed_payload.packed(asdict(sheet), key, f"import:{person_id}")


def unpacked(text: str, key: bytes, person_id: str) -> Sheet:
    """Raises carried.NotOurs."""
    document = signed_payload.unpacked(text, key, f"import:{person_id}")
    return Sheet(**document | {"rows": [Row(**row) for row in document["rows"]]})


def fingerprint_of(plan: Plan) -> str:
    """What the preview showed: if it is another when it is confirmed, somebody changed the list meanwhile."""
    document = [asdict(plan)[part] for part in ("added", "changed")]
    return hashlib.sha256(canonical(document)).hexdigest()
