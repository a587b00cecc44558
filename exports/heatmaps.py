"""The head of a heatmap, and how it is printed: pillars stand above their elements, and none is torn in two."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.cells import Sheet
from exports.content import Column
from exports.heights import row_height
from exports.paper import breaks_between, pixels

BAND, TITLES, HEAD = 0, 1, 2
"""The rows of the head: the groups, what the columns are called, and their ids with the buttons of filters."""
TITLES_HEIGHT = 118.0
HEAD_HEIGHT = 30.0
SCALE = 67
"""Per cent: letters of 10 points are printed with 6.7."""
WIDER = 1.21
"""A column is wider in LibreOffice than in Excel."""


@dataclass(frozen=True)
class HeatGroup:
    """Columns of figures under one title, each with what it is called."""

    title: str
    columns: tuple[Column, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Heatmap:
    """A sheet of figures that compare with each other; `names` are the columns before them."""

    title: str
    names: tuple[Column, ...]
    groups: tuple[HeatGroup, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*self.names, *(column for group in self.groups for column in group.columns))


def draw_head(sheet: Sheet, heatmap: Heatmap) -> None:
    """Row by row: what is drawn into a file never goes back."""
    places = _places(heatmap)
    for at, column in enumerate(heatmap.columns):
        sheet.worksheet.set_column(at, at, column.width)
    widths = [sum(column.width for column in group.columns) for group in heatmap.groups]
    sheet.worksheet.set_row(BAND, row_height([group.title for group in heatmap.groups], widths))
    sheet.worksheet.set_row(TITLES, TITLES_HEIGHT)
    sheet.worksheet.set_row(HEAD, HEAD_HEIGHT)
    for first, group in zip(places, heatmap.groups, strict=True):
        if len(group.columns) > 1:
            sheet.write_across(BAND, (first, first + len(group.columns) - 1), group.title, "head group")
        else:
            sheet.write(BAND, first, group.title, "head group")
    for first, group in zip(places, heatmap.groups, strict=True):
        for at, title in enumerate(group.titles, first):
            sheet.write(TITLES, at, title, "head upright")
    for at, column in enumerate(heatmap.columns):
        sheet.write(HEAD, at, column.title, "head")


def print_in_groups(sheet: Sheet, heatmap: Heatmap) -> None:
    groups = [[WIDER * column.width for column in group.columns] for group in heatmap.groups]
    kept = sum(pixels(WIDER * column.width) for column in heatmap.names)
    places = _places(heatmap)
    sheet.worksheet.set_print_scale(SCALE)
    sheet.worksheet.set_v_pagebreaks([places[group] for group in breaks_between(groups, kept, SCALE / 100)])


def _places(heatmap: Heatmap) -> Sequence[int]:
    """The first column of each group."""
    before = [sum(len(group.columns) for group in heatmap.groups[:at]) for at in range(len(heatmap.groups))]
    return [len(heatmap.names) + columns for columns in before]
