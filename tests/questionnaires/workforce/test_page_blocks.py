"""A block in the layout of the page lands where it belongs: what is counted stands one below the other."""

from collections.abc import Sequence

from questionnaires.catalogue import HOME, load
from questionnaires.workforce.definition import CellId
from questionnaires.workforce.page_blocks import PageTable, read_page_block
from questionnaires.workforce.pasted import Pasted

WORKFORCE = load(HOME).workforce["2027.1"]
PROMOTED = {"eligible": (11, 12), "applied": (5, 6), "promoted": (1, 2)}
"""Women and men of the first group of grades; the next has 100 more, the last 200 more."""
NAMES = (
    "Managers (grades 1 to 3)",
    "Supervisors and professionals (grades 4 and 5)",
    "Operational and support (grades 6 and 7)",
)
EVERY = {
    CellId("WT3b", group, measure, sex): number + 100 * at
    for measure, pair in PROMOTED.items()
    for at, group in enumerate(("GA", "GB", "GC"))
    for sex, number in zip("WM", pair, strict=True)
}


def pasted(text: str, table: str = "WT3b", sexes: Sequence[str] = ("W", "M"), start: str = "") -> Pasted:
    page = PageTable(WORKFORCE.tables[table], sexes, list(WORKFORCE.words_by_language.values()), ["Total"])
    return read_page_block(page, start or page.table.measures[0].id, text)


def lines(measure: str, *, named: bool = True, total: bool = False) -> list[str]:
    rows = []
    for at, name in enumerate(NAMES):
        women, men = (number + 100 * at for number in PROMOTED[measure])
        rows.append(
            "\t".join([*([name] if named else []), f"{women}", f"{men}", *([f"{women + men}"] if total else [])])
        )
    return rows


def test_as_the_page_and_its_sheet_have_it_with_titles_and_totals() -> None:
    words = WORKFORCE.words_by_language["en"].tables["WT3b"]
    text = ["\tWomen\tMen\tTotal"]
    for measure in PROMOTED:
        text += [f"{words.measures[measure]}\t\t\t", *lines(measure, total=True), "All grades\t333\t336\t669"]

    assert pasted("\r\n".join(text)) == Pasted(EVERY)


def test_without_titles_each_time_the_rows_begin_anew_the_next_is_counted() -> None:
    assert pasted("\n".join(line for measure in PROMOTED for line in lines(measure))) == Pasted(EVERY)
    assert pasted("\n".join(line for measure in PROMOTED for line in lines(measure, named=False))) == Pasted(EVERY)
    two = "\n".join(line for measure in ("applied", "promoted") for line in lines(measure, named=False))
    assert pasted(two, start="applied").values == {
        cell: number for cell, number in EVERY.items() if cell.measure != "eligible"
    }


def test_side_by_side_as_before() -> None:
    side_by_side = "\n".join(
        "\t".join(parts) for parts in zip(*(lines(measure, named=False) for measure in PROMOTED), strict=True)
    )
    assert pasted(side_by_side) == Pasted(EVERY)


def test_a_total_without_a_title_is_not_taken_for_a_third_column() -> None:
    refused = pasted("1\t2\t3\n4\t5\t9", table="WT1a")

    assert refused.values == {}
    assert "only 7 by 2 fit from here" in refused.refused[0].problem.text()
    assert len(pasted("1\t2\t3\n4\t5\t9", table="WT1a", sexes=("W", "M", "X")).values) == 6


def test_what_tells_no_women_from_men_stands_below_the_total() -> None:
    text = "\tWomen\tMen\tTotal\nSites\nAt the border\t\t\t12\nOffices\t\t\t30\nHeaded by\nAt the border\t2\t9\t11"
    own = WORKFORCE.words_by_language["en"].tables["WT8"]
    names = {"Sites": own.measures["sites"], "Headed by": own.measures["headed"]}
    names |= {"At the border": own.rows["border_posts"], "Offices": own.rows["offices"]}
    for plain, name in names.items():
        text = text.replace(plain, name)

    assert pasted(text, table="WT8").values == {
        CellId("WT8", "border_posts", "sites"): 12,
        CellId("WT8", "offices", "sites"): 30,
        CellId("WT8", "border_posts", "headed", "W"): 2,
        CellId("WT8", "border_posts", "headed", "M"): 9,
    }


def test_more_rows_than_there_are_and_the_same_twice_are_refused_as_a_whole() -> None:
    four_times = "\n".join(lines("applied", named=False) * 4)
    assert "Copy fewer cells" in pasted(four_times).refused[0].problem.text()
    twice = "\n".join(["Applied", *lines("applied"), "Applied", *lines("applied")])
    assert pasted(twice).refused[0].problem.text() == "“Applied” is there twice. Keep one of the two and paste again."


def test_one_cell_that_is_no_number_is_refused_alone() -> None:
    block = pasted("\n".join(lines("eligible")).replace("112", "many"))

    assert [(refused.cell, refused.given) for refused in block.refused] == [
        (CellId("WT3b", "GB", "eligible", "M"), "many")
    ]
    assert len(block.values) == 5
