"""Draws a plain list as an Excel workbook: one sheet, filters in its head, every text as it is."""

from dataclasses import dataclass

from exports.cells import Book
from exports.content import Table
from exports.gap_workbook import draw_table, set_up_page, set_up_table


@dataclass(frozen=True)
class Listing:
    """`created` is the date of the data; `page` holds Excel's own codes for the number and the count of pages."""

    title: str
    created: str
    footer: str
    page: str
    right_to_left: bool
    table: Table


def draw_list(listing: Listing) -> bytes:
    book = Book(title=listing.title, subject="", created=listing.created, right_to_left=listing.right_to_left)
    sheet = book.sheet(listing.table.name)
    draw_table(sheet, listing.table)
    set_up_page(listing, sheet, listing.table.name)
    set_up_table(sheet, listing.table)
    return book.close()
