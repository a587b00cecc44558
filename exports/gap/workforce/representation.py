"""Where women and men stand: by grade and by function, with the heads that are missing to 40 %."""

from collections.abc import Sequence
from fractions import Fraction

from exports.content import Cell, Formula, TitledTable
from exports.gap.workforce.numbers import HIDDEN_TEXT
from exports.gap.workforce.told import Told, checked, number_in, percent_of, plain
from questionnaires.problems import N_
from scoring.protection.figures import TOTAL, shown_rows
from scoring.workforce.representation import TARGET, heads_needed

INDEX = N_(
    "Index: the share of women in the row divided by their share among all staff. At 1 they are equally present."
)
MISSING = N_(
    "Missing to 40%: how many posts of the row would have to pass to women, or to men, until they hold 40% of them. "
    "The number of posts stays the same."
)
WOMEN, MEN, ALL, SHARE = "B", "C", "D", "E"
"""The columns of the sheet."""


def staff_by(told: Told, table: str, first: int, *, is_last: bool) -> TitledTable:
    """`first` is the number of the first row, as a spreadsheet counts. The last of such tables says what its columns
    mean."""
    _, numbers = told.findings.translate, told.numbers
    rows = [*shown_rows(numbers.tables[table], numbers.merged), TOTAL]
    keys = [told.row_keys(table, row, "staff") for row in rows]
    women, men, everybody = (told_of(told, keys, at) for at in range(3))
    lines, last = range(first, first + len(rows)), first + len(rows) - 1
    shares = [
        percent_of(own, total, f"=100*{WOMEN}{line}/{ALL}{line}")
        for line, own, total in zip(lines, women, everybody, strict=True)
    ]
    indexes = [
        _index(share, shares[-1], f"={SHARE}{line}/{SHARE}${last}") for line, share in zip(lines, shares, strict=True)
    ]
    titles = numbers.words.sexes
    return TitledTable(
        numbers.words.tables[table].title,
        (
            plain(_("Of whom"), [numbers.title_of_row(table, row) for row in rows]),
            plain(titles["W"], women, "count"),
            plain(titles["M"], men, "count"),
            plain(_("All"), everybody, "count"),
            checked(_("Women, %"), shares, "score"),
            checked(_("Index"), indexes, "share"),
            checked(_("Women missing to 40%"), _missing(women, everybody, WOMEN, first), "count"),
            checked(_("Men missing to 40%"), _missing(men, everybody, MEN, first), "count"),
        ),
        strong=frozenset({len(rows) - 1}),
        notes=(_(INDEX), _(MISSING)) if is_last else (),
    )


def told_of(told: Told, keys: Sequence[tuple[str, ...]], at: int) -> list[Cell]:
    return [told.cell([row[at]]) for row in keys]


def _index(share: Cell, of_all: Cell, formula: str) -> Cell:
    if HIDDEN_TEXT in (share, of_all):
        return HIDDEN_TEXT
    own, whole = _exact(share), _exact(of_all)
    return None if own is None or not whole else Formula(formula, float(own / whole))


def _exact(share: Cell) -> Fraction | None:
    return Fraction(share.value) if isinstance(share, Formula) and isinstance(share.value, float) else None


def _missing(held: Sequence[Cell], everybody: Sequence[Cell], column: str, first: int) -> list[Cell]:
    """The target as a fraction: whole numbers alone, so that a spreadsheet rounds nothing up that is whole."""
    part, whole = TARGET.as_integer_ratio()
    missing: list[Cell] = []
    for line, (own, total) in enumerate(zip(held, everybody, strict=True), first):
        if HIDDEN_TEXT in (own, total):
            missing.append(HIDDEN_TEXT)
            continue
        number, people = number_in(own), number_in(total)
        formula = f"=MAX(0,ROUNDUP(({part}*{ALL}{line}-{whole}*{column}{line})/{whole},0))"
        is_known = number is not None and people is not None
        missing.append(Formula(formula, heads_needed(int(number or 0), int(people or 0))) if is_known else None)
    return missing
