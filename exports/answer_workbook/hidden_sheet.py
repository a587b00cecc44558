"""What an answer workbook says of itself on its hidden sheet, as it was signed; little is loaded for it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from exports.answer_workbook.layout import FORMAT, Header
from exports.reading.workbook import ReadSheet
from exports.signing import Signature, is_signed


def hidden_sheet(sheets: Sequence[ReadSheet]) -> ReadSheet | None:
    return next((sheet for sheet in sheets if sheet.text("A1") == FORMAT), None)


def signed_document(sheet: ReadSheet, public_keys: Mapping[str, bytes]) -> dict[str, Any] | None:
    """None where it was not signed here, or for something else."""
    content, signature = sheet.text("A4"), Signature(sheet.text("A2"), sheet.text("A3"))
    if not is_signed(content.encode(errors="replace"), signature, public_keys):
        return None
    document: dict[str, Any] = json.loads(content)
    return document if document["format"] == FORMAT else None


def header_in(sheets: Sequence[ReadSheet], public_keys: Mapping[str, bytes]) -> Header | None:
    """Whose answers these are; None where the file is no answer workbook of ours."""
    sheet = hidden_sheet(sheets)
    document = signed_document(sheet, public_keys) if sheet else None
    return Header(**document["header"]) if document else None
