"""One way to write as JSON what is hashed or signed: the same document gives the same bytes everywhere.

The fingerprints of questionnaires alone are older, and stay as they were published: see `catalogue`.
"""

import json
from typing import Any


def canonical(document: Any, *, only_ascii: bool = False) -> bytes:
    """With sorted names and no spaces, in UTF-8; `only_ascii` with codes for all other letters."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=only_ascii).encode()
