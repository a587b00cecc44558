"""Compares numbers that came back with what is here, cell by cell. Pure, and in any order the same.

As with answers (see `merging.py` of the room), each is known three times: in the file, as it was downloaded, and now.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.assessments.workforce.cells import NEVER_SAVED, SavedCell
from app.features.workbooks.merging import Kind, NamedWorkbook, Source
from app.web.left_out import LeftOut, shortened
from exports.answer_workbook.columns import parts
from exports.answer_workbook.layout import ReadNumber
from questionnaires.problems import N_, Problem
from questionnaires.workforce.definition import CellId

NumberBases = Mapping[tuple[CellId, int], int | None]
"""Cell and revision -> the number that it was."""
NO_SUCH_REVISION = N_("This cell is based on a number that was never saved here. Download the workbook again.")
NOT_ASKED = N_("This table is not asked of your organisation, so its numbers were skipped.")
CLOSED = N_("This workforce table cannot be changed now, so the number was not imported.")
OF_OTHERS = N_("The workforce numbers of another assessment are never imported.")


@dataclass(frozen=True)
class NumberProposal:
    value: int | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class NumberChange:
    """A number that the files would change; `seen` is the revision here that a person is shown or was shown."""

    cell: CellId
    kind: Kind
    here: SavedCell
    seen: int
    proposals: tuple[NumberProposal, ...]

    @property
    def is_late(self) -> bool:
        """Somebody saved something newer than what was shown."""
        return self.here.revision != self.seen

    @property
    def empties(self) -> bool:
        """Would take away a number that is here: people do so, and programs that lose cells."""
        return self.kind is Kind.CHANGED and self.proposals[0].value is None


@dataclass(frozen=True)
class MergedNumbers:
    """`unchanged` counts those that are here as they came back."""

    changes: tuple[NumberChange, ...] = ()
    unchanged: int = 0
    refused: tuple[LeftOut, ...] = ()

    def only_of(self, tables: Collection[str]) -> "MergedNumbers":
        return replace(self, changes=tuple(change for change in self.changes if change.cell.table in tables))


@dataclass
class _Offer:
    sources: set[Source] = field(default_factory=set)
    is_clean: bool = True


@dataclass(frozen=True)
class Known:
    """What the files are compared with; `cells` are those of the tables that are asked, in their order, of which those
    in `open_tables` can be changed now."""

    cells: Sequence[CellId]
    here: Mapping[CellId, SavedCell]
    bases: NumberBases
    open_tables: Collection[str]

    def saved(self, cell: CellId) -> SavedCell:
        return self.here.get(cell, NEVER_SAVED)


def merge_numbers(workbooks: Sequence[NamedWorkbook], known: Known) -> MergedNumbers:
    offered: dict[CellId, dict[int | None, _Offer]] = {}
    refused = [line for named in workbooks if named.is_foreign for line in _foreign(named)]
    asked = frozenset(known.cells)
    for named in (candidate for candidate in workbooks if not candidate.is_foreign):
        for number in named.workbook.numbers:
            news = _news(number, known, asked)
            if isinstance(news, Problem):
                refused.append(_line(named.file, number, news))
                continue
            offers = offered.setdefault(number.cell, {})
            if news:
                offer = offers.setdefault(number.value if not isinstance(number.value, Problem) else None, _Offer())
                offer.sources.add(Source(named.file, number.sheet, parts(number.address)[1]))
                offer.is_clean &= number.revision == known.saved(number.cell).revision
    changes = tuple(_change(cell, offered[cell], known) for cell in known.cells if offered.get(cell))
    unchanged = sum(not offers for offers in offered.values())
    return MergedNumbers(changes, unchanged, tuple(refused))


def _news(number: ReadNumber, known: Known, asked: frozenset[CellId]) -> bool | Problem:
    """Whether the file says something new, or why it cannot be taken. What nobody changed is never refused."""
    base = known.bases.get((number.cell, number.revision)) if number.revision else None
    if isinstance(number.value, Problem):
        return number.value
    if number.revision and (number.cell, number.revision) not in known.bases:
        return Problem("number", NO_SUCH_REVISION)
    if number.value in (base, known.saved(number.cell).value):
        return False
    if number.cell not in asked:
        return Problem("number", NOT_ASKED)
    return True if number.cell.table in known.open_tables else Problem("number", CLOSED)


def _foreign(named: NamedWorkbook) -> Iterator[LeftOut]:
    """One line for all of them."""
    if given := [number for number in named.workbook.numbers if number.value is not None]:
        yield LeftOut(named.file, given[0].sheet, "", "", "", Problem("number", OF_OTHERS))


def _line(file: str, number: ReadNumber, problem: Problem) -> LeftOut:
    return LeftOut(file, number.sheet, number.address, number.cell.table, shortened(number.given), problem)


def _change(cell: CellId, offers: Mapping[int | None, _Offer], known: Known) -> NumberChange:
    here = known.saved(cell)
    in_order = sorted(offers.items(), key=lambda offer: -1 if offer[0] is None else offer[0])
    proposals = tuple(NumberProposal(value, tuple(sorted(offer.sources))) for value, offer in in_order)
    is_clear = len(offers) == 1 and all(offer.is_clean for offer in offers.values())
    return NumberChange(cell, Kind.CHANGED if is_clear else Kind.CONFLICT, here, here.revision, proposals)
