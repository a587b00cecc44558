"""The list of time zones: whoever knows a city finds it, in the order of the alphabet."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.assessments.deadlines import ZONES
from app.db.session import Database
from app.db.tables.people import Administration
from app.features.directory.zones import NOT_LISTED, choices, read_listed_zone, read_zone, zones_by_country
from questionnaires.problems import Problem
from questionnaires.texts import folded
from tests.cast import Actor

WINTER, SUMMER = date(2026, 11, 28), date(2026, 7, 1)


def labels(own: str, day: date = WINTER) -> dict[str, str]:
    return {choice.zone: choice.label for choice in choices(own, "en", day)}


def test_every_zone_stands_once_and_can_be_stored() -> None:
    listed = [choice.zone for choice in choices("AT", "en", WINTER)]

    assert sorted(listed) == sorted({"UTC", *(zone for zones in zones_by_country().values() for zone in zones)})
    assert set(listed) <= ZONES


def test_a_zone_is_known_in_any_letters_and_by_its_older_names_and_nothing_else_is_one() -> None:
    written = {
        "Europe/Paris": "Europe/Paris", "EUROPE/PARIS": "Europe/Paris", " america/new york": "America/New_York",
        "Asia/Calcutta": "Asia/Kolkata", "Europe/Kiev": "Europe/Kyiv", "US/Eastern": "America/New_York",
        "UTC": "UTC", "utc": "UTC", "Etc/UTC": "UTC", "Europe/Amsterdam": "Europe/Amsterdam", "": "",
        "Japan": "Asia/Tokyo", "gb": "Europe/London", "PRC": "Asia/Shanghai", "GMT": "UTC", "Etc/GMT": "UTC",
        "Zulu": "UTC", "Europe/\u200eParis": "Europe/Paris", "Ｅｕｒｏｐｅ／Ｐａｒｉｓ": "Europe/Paris",  # noqa: RUF001
        "EST5EDT": None, "HST": None, "WET": None, "Etc/Unknown": None,
        "Factory": None, "localtime": None, "posixrules": None, "EST": None, "CET": None, "GMT+1": None,
        "Etc/GMT+5": None, "Europe/Atlantis": None, "W. Europe Standard Time": None, "../../etc/passwd": None,
    }  # fmt: skip
    for text, zone in written.items():
        problems: list[Problem] = []
        assert read_zone("time_zone", text, problems) == (zone or ""), text
        assert bool(problems) == (zone is None), text


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Vienna", "Europe/Vienna"),
        ("vienna, austria", "Europe/Vienna"),
        ("Vienna, Austria (UTC+2)", "Europe/Vienna"),
        ("Austria", "Europe/Vienna"),
        ("sao paulo", "America/Sao_Paulo"),
        ("Calcutta", "Asia/Kolkata"),
        ("Abidjan, Cote d'Ivoire", "Africa/Abidjan"),
        ("Brazil", ""),
        ("Atlantis", ""),
    ],
)
def test_a_place_that_can_mean_one_zone_only_is_taken_for_it(typed: str, zone: str) -> None:
    problems: list[Problem] = []

    assert read_listed_zone("time_zone", typed, problems) == zone
    assert [problem.sentence for problem in problems] == ([] if zone else [NOT_LISTED])


def test_every_line_of_the_list_can_be_sent_back() -> None:
    for choice in choices("AT", "en", SUMMER):
        assert read_listed_zone("time_zone", choice.label, []) == choice.zone


def test_the_own_country_comes_first_then_all_places_in_order_and_the_antarctic_last() -> None:
    listed = choices("CA", "en", WINTER)
    own = len(zones_by_country()["CA"])
    others = [folded(choice.label) for choice in listed[own:] if not choice.zone.startswith(("Antarctica", "UTC"))]

    assert {choice.zone for choice in listed[:own]} == set(zones_by_country()["CA"])
    assert others == sorted(others)
    assert [choice.zone.partition("/")[0] for choice in listed[own + len(others) :]] == ["Antarctica"] * 11 + ["UTC"]


@pytest.mark.parametrize(
    ("zone", "day", "label"),
    [
        ("Europe/Vienna", WINTER, "Vienna, Austria (UTC+1)"),
        ("Europe/Vienna", SUMMER, "Vienna, Austria (UTC+2)"),
        ("Asia/Kathmandu", WINTER, "Kathmandu, Nepal (UTC+5:45)"),
        ("America/Argentina/Buenos_Aires", WINTER, "Buenos Aires, Argentina (UTC\N{MINUS SIGN}3)"),
        ("Africa/Abidjan", WINTER, "Abidjan, Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire (UTC)"),
        ("UTC", WINTER, "UTC"),
    ],
)
def test_a_zone_is_called_by_its_city(zone: str, day: date, label: str) -> None:
    assert labels("", day)[zone] == label


def test_a_zone_stored_before_the_rule_stays_chosen_and_comes_back_as_it_was(alice: Actor, database: Database) -> None:
    own = "/administrations/arden"
    with database.writing() as db:
        db.execute(update(Administration).where(col(Administration.id) == "arden").values(time_zone="Asia/Calcutta"))

    stored = 'id="time_zone" name="time_zone" value="Asia/Calcutta"'
    assert stored in alice.browser.get(own).text
    assert alice.browser.post(f"{own}/details", data=alice.form(time_zone="Asia/Calcutta")).status_code == 303
    assert stored in alice.browser.get(own).text


def test_what_is_no_place_stays_in_its_field_with_what_to_do(alice: Actor) -> None:
    typed = "Viena"
    page = alice.browser.post("/administrations/arden/details", data=alice.form(time_zone=typed))

    assert (page.status_code, "Choose a time zone from the list" in page.text) == (422, True)
    assert f'name="time_zone" value="{typed}"' in page.text
