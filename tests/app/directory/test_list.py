"""The secretariat's list of administrations: filtered, sorted, taken out and read in again without a change."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, select, update
from sqlmodel import col

from app.db.session import Database
from app.db.tables.people import Administration, Membership
from app.db.tables.records import Download
from tests.app.browser import words
from tests.app.directory.files import IMPORT, LIST, listed, the, upload
from tests.cast import Actor
from tests.engines import ON_BOTH

pytestmark = ON_BOTH


@pytest.fixture
def described(database: Database) -> Database:
    """Arden with every field, hostile where it may be."""
    with database.writing() as db:
        texts = {
            "contact_name": "<b>Ana</b> \"A\", née 'Ö'",
            "champion": "_x0041_x0042_ <r>",
            "country": "Arden;land",
        }
        more = {"contact_email": "ana@arden.example", "champion_since": "2026-03-08", "time_zone": "Asia/Kathmandu"}
        db.execute(update(Administration).where(col(Administration.code) == "ARDEN").values(**texts, **more))
    return database


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_was_taken_out_comes_in_again_without_a_change(ending: str, sofia: Actor, described: Database) -> None:
    content = sofia.browser.get(f"{LIST}.{ending}").content

    status, page = upload(sofia, content)

    assert status == 200
    assert "0 added 0 changed 2 unchanged 0 cells not accepted" in words(page)


def test_excel_and_csv_say_the_same_and_no_text_is_altered(sofia: Actor, described: Database) -> None:
    rows = list(csv.reader(io.StringIO(sofia.browser.get(f"{LIST}.csv").content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(sofia.browser.get(f"{LIST}.xlsx").content)).worksheets[0]

    assert [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert "<b>Ana</b> \"A\", née 'Ö'" in rows[1]


def test_a_file_that_leaves_holds_exactly_what_was_filtered_and_is_registered(
    sofia: Actor, described: Database
) -> None:
    with described.writing() as db:
        db.execute(update(Administration).where(col(Administration.code) == "BRINK").values(region="ESA"))

    assert listed(sofia) == ["ARDEN", "BRINK"]
    assert listed(sofia, "?region=ESA") == ["BRINK"]
    assert listed(sofia, "?text=NÉE") == ["ARDEN"] or listed(sofia, "?text=née") == ["ARDEN"]
    assert listed(sofia, "?text=%25") == []
    assert listed(sofia, "?text=a%00rden") == ["ARDEN"]
    assert listed(sofia, "?sort=name&down=1") == ["BRINK", "ARDEN"]
    assert listed(sofia, "?sort=nothing&region=MARS") == ["ARDEN", "BRINK"]
    with described.reading() as db:
        assert {download.what for download in db.execute(select(Download)).scalars()} == {"list of administrations"}


@pytest.mark.parametrize("sort", ["code", "region", "language", "time_zone", "contact_name", "champion", "team"])
def test_every_column_sorts(sort: str, sofia: Actor) -> None:
    assert sorted(listed(sofia, f"?sort={sort}")) == ["ARDEN", "BRINK"]
    assert sofia.browser.get(f"{LIST}?sort={sort}&down=1").text.count('aria-sort="descending"') == (sort != "code")


def test_the_list_takes_one_query_beside_the_visitor(sofia: Actor, database: Database) -> None:
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *about: seen.append(about[2]))
    sofia.browser.get(LIST)

    assert len([statement for statement in seen if "FROM administration" in statement]) == 1


@pytest.mark.parametrize("rows", ["", "AAAA", "é", "\ud800"])
def test_rows_that_this_server_did_not_pack_are_refused(rows: str, sofia: Actor, database: Database) -> None:
    fields = sofia.form(rows=rows.encode("utf-8", "replace"), shown="")
    answer = sofia.browser.post(f"{IMPORT}/confirmation", data=fields)

    assert answer.status_code == 422
    assert "This preview has expired." in words(answer.text)


def test_an_administration_is_added_by_hand(sofia: Actor, database: Database) -> None:
    new = {"code": "FR", "name": "Douane", "country": "France", "region": "EUR", "language": "fr"}
    assert sofia.browser.post(LIST, data=sofia.form(**new)).status_code == 303
    again = sofia.browser.post(LIST, data=sofia.form(**new))

    assert (again.status_code, "Another administration has this code." in words(again.text)) == (422, True)
    assert the("FR", database).time_zone == "Europe/Paris"


def test_leaders_keep_the_details_and_the_disclosure_of_their_own(
    alice: Actor, charlie: Actor, database: Database
) -> None:
    details = {"champion": "Ada", "champion_since": "2026-03-08", "time_zone": "Asia/Tokyo", "name": "not theirs"}
    assert alice.browser.post(f"{LIST}/arden/details", data=alice.form(**details)).status_code == 303
    assert alice.browser.post(f"{LIST}/arden/disclosure", data=alice.form(disclosure="members")).status_code == 303
    wrong = alice.browser.post(f"{LIST}/arden/details", data=alice.form(champion="A", champion_since="8 March"))
    refused = alice.browser.post(f"{LIST}/arden/details", data=alice.form(champion="=Ada", champion_since="2026-03-08"))
    assert "cannot begin with" in words(refused.text)
    assert "Enter the name of the champion" not in words(refused.text), "it was written"
    long_ago = alice.browser.post(f"{LIST}/arden/details", data=alice.form(champion="A", champion_since="0026-03-08"))

    arden = the("ARDEN", database)
    assert (arden.champion, arden.time_zone, arden.disclosure, arden.name) == (
        "Ada",
        "Asia/Tokyo",
        "members",
        "Arden Customs",
    )
    assert wrong.status_code == 422
    assert "8 March" in wrong.text
    assert long_ago.status_code == 422
    assert "The year 0026 is out of range." in words(long_ago.text)
    assert charlie.browser.post(f"{LIST}/arden/disclosure", data=charlie.form(disclosure="own")).status_code == 404


def test_the_lead_changes_what_is_kept_but_never_the_disclosure(sofia: Actor, database: Database) -> None:
    whole = {"code": "ARDEN", "name": "Arden", "region": "AP", "language": "en", "disclosure": "public"}
    assert sofia.browser.post(f"{LIST}/arden", data=sofia.form(**whole)).status_code == 303
    assert sofia.browser.post(f"{LIST}/arden/disclosure", data=sofia.form(disclosure="public")).status_code == 403

    arden = the("ARDEN", database)
    assert (arden.name, arden.region, arden.disclosure) == ("Arden", "AP", "own")


def test_the_size_of_each_team_stands_in_the_list(sofia: Actor, database: Database) -> None:
    rows = csv.DictReader(io.StringIO(sofia.browser.get(f"{LIST}.csv").content.decode("utf-8-sig")))
    with database.reading() as db:
        members = [membership.administration_id for membership in db.execute(select(Membership)).scalars()]

    assert {row["Code"]: int(row["Team"]) for row in rows} == {
        code.upper(): members.count(code) for code in ("arden", "brink")
    }
