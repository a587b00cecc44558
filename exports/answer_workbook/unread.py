"""What was handed out and did not come back, and what stands in a workbook without being read: told, never passed over.

The workbook itself says what was handed out, so nothing needs to be kept of it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from exports.answer_workbook.columns import Columns, parts
from exports.answer_workbook.layout import COLUMNS, COMMENT, ID, HandedOut, Missing, RefusedCell
from exports.answer_workbook.refusals import (
    BESIDE,
    GONE,
    GONE_COLUMN,
    GONE_SHEET,
    LAID_OVER,
    NOTE,
    ON_HIDDEN_SHEET,
    SHEET_OF_OTHERS,
    WITHOUT_CODES,
)
from exports.reading.workbook import ReadSheet
from questionnaires.problems import Problem

MOST_NAMED = 10
"""Cells in one sentence."""


def missing_in(
    handed_out: HandedOut, sheets: Sequence[ReadSheet], columns: Collection[str], read: Collection[str]
) -> Iterator[Missing]:
    """By the sheets on which they were handed out; those that stand on a sheet that cannot be read, by that sheet.

    `columns` are the names of the sheets that were read: an id in a text there is no row.
    """
    left = {id_ for ids in handed_out.sheets.values() for id_ in ids} - set(read)
    for sheet in (candidate for candidate in sheets if candidate.name not in columns):
        here = {cell.value for cell in sheet.cells.values() if isinstance(cell.value, str)} & left
        if here:
            yield Missing(sheet.name, tuple(sorted(here)), ON_HIDDEN_SHEET if sheet.is_hidden else WITHOUT_CODES)
            left -= here
    for name, ids in handed_out.sheets.items():
        gone = tuple(id_ for id_ in ids if id_ in left)
        if gone:
            yield Missing(name, gone, GONE if len(gone) < len(ids) else GONE_SHEET)


def unread_in(
    handed_out: HandedOut, sheets: Sequence[ReadSheet], columns: Mapping[str, Columns]
) -> Iterator[RefusedCell]:
    """`columns` are those of the sheets that were read, by their names."""
    for sheet in sheets:
        if sheet.name in columns:
            yield from _columns_gone(handed_out, sheet, columns[sheet.name])
            yield from _beside(sheet, columns[sheet.name])
        elif handed_out.is_whole and not sheet.is_hidden and sheet.cells and sheet.name not in handed_out.sheets:
            yield RefusedCell(sheet.name, "", Problem("file", SHEET_OF_OTHERS))
        if not sheet.is_hidden:
            yield from _notes(handed_out, sheet, columns.get(sheet.name, Columns()))
            yield from _laid_over(handed_out, sheet)


def _columns_gone(handed_out: HandedOut, sheet: ReadSheet, columns: Columns) -> Iterator[RefusedCell]:
    for code in COLUMNS:
        if code not in columns.letters:
            title = handed_out.columns.get(code, code)
            yield RefusedCell(sheet.name, "", Problem(code, GONE_COLUMN, {"title": title}))


def _beside(sheet: ReadSheet, columns: Columns) -> Iterator[RefusedCell]:
    """What somebody wrote into columns of their own."""
    places = {address: parts(address) for address in sheet.cells}
    unread = [
        address
        for address, (letters, row) in places.items()
        if row >= columns.first_question and letters not in columns.named
    ]
    if unread:
        yield RefusedCell(sheet.name, unread[0], Problem("file", BESIDE, listed(unread)), "", sheet.given(unread[0]))


def listed(addresses: Sequence[str]) -> dict[str, str]:
    more = " …" if len(addresses) > MOST_NAMED else ""
    return {"cells": ", ".join(addresses[:MOST_NAMED]) + more}


def _notes(handed_out: HandedOut, sheet: ReadSheet, columns: Columns) -> Iterator[RefusedCell]:
    title = handed_out.columns.get(COMMENT, COMMENT)
    for address, text in sheet.notes.items():
        question = (
            sheet.shown(columns.letters[ID] + address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) if columns.row else ""
        )
        yield RefusedCell(sheet.name, address, Problem("file", NOTE, {"title": title}), question, text)


def _laid_over(handed_out: HandedOut, sheet: ReadSheet) -> Iterator[RefusedCell]:
    """None is ours: people paste screens and letters as evidence."""
    if sheet.laid:
        names = {"count": sheet.laid, "title": handed_out.columns.get(COMMENT, COMMENT)}
        yield RefusedCell(sheet.name, "", Problem("file", LAID_OVER, names))
