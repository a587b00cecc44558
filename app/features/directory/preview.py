"""A file that was read but not stored yet: it travels in the form of its preview."""

import hashlib
from dataclasses import asdict

from app.access import sealing
from app.features.directory.files import Row, Sheet
from app.features.directory.members import Plan
from questionnaires.canonical_json import canonical


def sealed(sheet: Sheet, key: bytes, person_id: str) -> str:
    return sealing.seal_document(key, f"import:{person_id}", asdict(sheet))


def unsealed(text: str, key: bytes, person_id: str) -> Sheet:
    """Raises NotSealedHere."""
    document = sealing.unseal_document(key, f"import:{person_id}", text)
    return Sheet(**document | {"rows": [Row(**row) for row in document["rows"]]})


def fingerprint_of(plan: Plan) -> str:
    """What the preview showed: if it is another when it is confirmed, somebody changed the list meanwhile."""
    document = [asdict(plan)[part] for part in ("added", "changed")]
    return hashlib.sha256(canonical(document)).hexdigest()
