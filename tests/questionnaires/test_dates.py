"""One rule for dates: year, month, day, in years that somebody can mean; months are counted by the calendar."""

# ruff: noqa: RUF001 - letters and digits of the six languages

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.dates import months_before, read_date, whole_months
from questionnaires.problems import Problem

DAYS = st.dates(date(1900, 1, 31), date(2100, 12, 31))

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


def test_months_count_back_to_the_same_day_or_the_last_one_of_a_shorter_month() -> None:
    assert months_before("2026-12-31", 12) == "2025-12-31"
    assert months_before("2026-12-31", 10) == "2026-02-28"
    assert months_before("2024-12-31", 10) == "2024-02-29"
    assert months_before("2024-02-29", 12) == "2023-02-28"
    assert months_before("2024-02-29", 48) == "2020-02-29"
    assert months_before("2026-01-15", 1) == "2025-12-15"


@given(day=DAYS, months=st.integers(0, 240))
def test_so_many_months_back_lies_so_many_whole_months_and_the_day_before_no_fewer(day: date, months: int) -> None:
    back = date.fromisoformat(months_before(day.isoformat(), months))

    assert whole_months(back.isoformat(), day.isoformat()) == months
    assert whole_months((back - timedelta(days=1)).isoformat(), day.isoformat()) >= months
    assert whole_months((back + timedelta(days=1)).isoformat(), day.isoformat()) == months - 1


@given(days=st.tuples(DAYS, DAYS).map(sorted))
def test_whole_months_are_the_most_that_do_not_lead_beyond_the_earlier_day(days: list[date]) -> None:
    earlier, day = (each.isoformat() for each in days)
    months = whole_months(earlier, day)

    assert months_before(day, months + 1) < earlier <= months_before(day, months)
