"""The list of time zones: whoever knows a city finds it, in the order of the alphabet."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.assessments.deadlines import ZONES
from app.db.session import Database
from app.db.tables.people import Administration
from app.features.directory.zones import choices, read_zone, zones_by_country
from questionnaires.problems import Problem
from tests.cast import Actor

WINTER, SUMMER = date(2026, 11, 28), date(2026, 7, 1)


def labels(own: str, day: date = WINTER) -> dict[str, str]:
    return {choice.zone: choice.label for _, group in choices(own, "en", day) for choice in group}


def test_every_zone_stands_once_and_can_be_stored() -> None:
    listed = [choice.zone for _, group in choices("AT", "en", WINTER) for choice in group]

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


def test_the_own_country_comes_first_then_the_parts_of_the_world_each_in_order() -> None:
    groups = choices("CA", "en", WINTER)

    assert [name for name, _ in groups][:4] == ["Canada", "Africa", "America", "Antarctica"]
    for _, group in groups:
        names = [choice.label.casefold().replace("ã", "a").replace("ç", "c").replace("é", "e") for choice in group]
        assert [name[0] for name in names] == sorted(name[0] for name in names)


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

    assert '<option value="Asia/Calcutta" selected>' in alice.browser.get(own).text
    assert alice.browser.post(f"{own}/details", data=alice.form(time_zone="Asia/Calcutta")).status_code == 303
    assert '<option value="Asia/Calcutta" selected>' in alice.browser.get(own).text
