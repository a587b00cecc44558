"""One rule for dates: year, month, day, in years that somebody can mean."""

# ruff: noqa: RUF001 - letters and digits of the six languages

from questionnaires.dates import read_date
from questionnaires.problems import Problem

READ = [
    "2026-03-08",
    " 2026-03-08\n",
    "2026-3-8",
    "2026/03/08",
    "20260308",
    "2026.03.08",
    "2026\N{NON-BREAKING HYPHEN}03\N{NON-BREAKING HYPHEN}08",
    "2026−03−08",
    "٢٠٢٦-٠٣-٠٨",
    "\u200f۲۰۲۶/۰۳/۰۸",
    "２０２６－０３－０８",
    "2026-03-08T00:00:00Z",
    "2026-03-08 00:00:00",
    "2026-03-08T00:00:00.000+00:00",
]
REFUSED = [
    "08/03/2026",
    "08.03.26",
    "08032026",
    "2026308",
    "2026-W10-7",
    "2026-02-30",
    "2026-13-01",
    "2026-03/08",
    "8 March 2026",
]
REFUSED += ["2026-03-08 11:00", "2026-03", "-", "tomorrow", "2026-03-08" * 99]


def read(raw: object, **years: int) -> tuple[str, list[str]]:
    problems: list[Problem] = []
    return read_date("since", raw, problems, **years), [problem.text() for problem in problems]


def test_a_date_is_read_with_the_digits_and_dashes_of_each_language() -> None:
    assert {raw: read(raw) for raw in READ} == dict.fromkeys(READ, ("2026-03-08", []))


def test_what_another_country_reads_otherwise_is_refused_with_how_to_write_it() -> None:
    for raw in (*REFUSED, None, 20260308, 46089.0, True):
        assert read(raw) == ("", ["Enter a date, such as 2025-12-31."]), raw


def test_a_year_that_nobody_means_is_refused() -> None:
    for year in ("0026", "0001", "1447", "1899", "2101", "2569", "9999"):
        said = f"The year {year} is out of range. Enter a date from 1900 to 2100, such as 2025-12-31."
        assert read(f"{year}-03-08") == ("", [said])
    assert read("1999-12-31", first_year=2000)[0] == ""
    assert read("1900-01-01") == ("1900-01-01", [])
    assert read("2100-12-31") == ("2100-12-31", [])


def test_nothing_is_no_date_and_no_mistake() -> None:
    assert read("") == read(" \u00a0\u200f") == ("", [])
