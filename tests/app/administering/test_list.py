"""The secretariat's list of administrations: filtered, sorted, taken out and read in again without a change."""

import csv
import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import event, select, update
from sqlmodel import col

from app.database import Database
from app.tables.people import Administration, Membership
from app.tables.records import Download
from tests.app.browser import form, words
from tests.cast import Actor
from tests.house.contents import contents

LIST = "/administrations"
IMPORT = f"{LIST}/import"
TITLES = ["Code", "Name", "Country", "Region", "Language", "Time zone", "Contact name", "Contact e-mail", "Champion"]
CAIRN = ["CA", "Cairn Customs", "Canada", "AMS", "fr", "", "", "", ""]


def as_csv(*rows: list[Any], titles: list[str] = TITLES) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([titles, *rows])
    return text.getvalue().encode()


def as_excel(*rows: list[Any], titles: list[str] = TITLES) -> bytes:
    book = Workbook()
    for row in [titles, *rows]:
        book.active.append(row)  # type: ignore[union-attr]  # a new book has a sheet
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def upload(who: Actor, content: bytes) -> tuple[int, str]:
    answer = who.browser.post(IMPORT, data=who.form(), files={"file": ("list", content)})
    return answer.status_code, answer.text


def confirm(who: Actor, page: str) -> Any:
    return who.browser.post(f"{IMPORT}/confirmation", data=form(page, f"{IMPORT}/confirmation").data())


def stored(database: Database, code: str) -> Administration | None:
    with database.reading() as db:
        return db.execute(select(Administration).where(col(Administration.code) == code)).scalar_one_or_none()


def listed(who: Actor, query: str = "") -> list[str]:
    rows = csv.DictReader(io.StringIO(who.browser.get(f"{LIST}.csv{query}").content.decode("utf-8-sig")))
    return [row["Code"] for row in rows]


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
    assert "0 added 0 changed 2 unchanged 0 cells refused" in words(page)


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
        assert {one.what for one in db.execute(select(Download)).scalars()} == {"list of administrations"}


@pytest.mark.parametrize("sort", ["code", "region", "language", "time_zone", "contact_name", "champion", "team"])
def test_every_column_sorts(sort: str, sofia: Actor) -> None:
    assert sorted(listed(sofia, f"?sort={sort}")) == ["ARDEN", "BRINK"]
    assert sofia.browser.get(f"{LIST}?sort={sort}&down=1").text.count('aria-sort="descending"') == (sort != "code")


def test_the_list_takes_one_query_beside_the_visitor(sofia: Actor, database: Database) -> None:
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *about: seen.append(about[2]))
    sofia.browser.get(LIST)

    assert len([one for one in seen if "FROM administration" in one]) == 1


@pytest.mark.parametrize("made", [as_csv, as_excel])
def test_a_preview_stores_nothing_and_its_confirmation_all_at_once(made: Any, sofia: Actor, database: Database) -> None:
    content = made(CAIRN, ["ARDEN", "Arden", "", "EUR", "en", "Europe/Paris", "", "", "Grace Hopper"])
    before = contents(database)

    status, page = upload(sofia, content)

    assert (status, contents(database)) == (200, before)
    assert "1 added 1 changed 0 unchanged" in words(page)
    assert "Arden Customs Arden" in words(page)
    assert confirm(sofia, page).status_code == 303
    added, changed = stored(database, "CA"), stored(database, "ARDEN")
    assert added
    assert (added.time_zone, added.disclosure) == ("America/Toronto", "own")
    assert changed
    assert (changed.id, changed.name, changed.champion) == ("arden", "Arden", "Grace Hopper")


def test_a_confirmation_sent_twice_stores_once(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(CAIRN))

    assert [confirm(sofia, page).status_code for _ in range(2)] == [303, 303]


def test_a_list_that_changed_meanwhile_is_shown_again(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(["ARDEN", "Arden", "", "EUR", "en", "UTC", "", "", "Grace"]))
    with database.writing() as db:
        db.execute(update(Administration).where(col(Administration.code) == "ARDEN").values(champion="Ada"))

    answer = confirm(sofia, page)

    assert answer.status_code == 409
    assert "Somebody changed the list meanwhile." in words(answer.text)
    assert confirm(sofia, answer.text).status_code == 303


@pytest.mark.parametrize("rows", ["", "AAAA", "é", "\ud800"])
def test_rows_that_this_server_did_not_pack_are_refused(rows: str, sofia: Actor, database: Database) -> None:
    fields = sofia.form(rows=rows.encode("utf-8", "replace"), shown="")
    answer = sofia.browser.post(f"{IMPORT}/confirmation", data=fields)

    assert answer.status_code == 422
    assert "This preview is too old." in words(answer.text)


@pytest.mark.parametrize("made", [as_csv, as_excel])
@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (1, "@SUM(A1)", "B2: A text here cannot begin with = + - or @."),
        (1, "+1", "B2: A text here cannot begin with = + - or @."),
        (1, "", "B2: Fill this in."),
        (1, "x" * 10_001, "B2: This text has 10,001 characters; 10,000 fit."),
        (1, "x" * 201, "B2: This has 201 characters; 200 fit."),
        (1, "A\nB", "B2: Write this on one line."),
        (3, "MARS", "D2: Write one of these regions: AP, EUR, AMS, MENA, WCA, ESA."),
        (4, "tlh", "E2: Write one of these languages"),
        (5, "Mars/Olympus", "F2: Write a name of a time zone"),
        (7, "ana at home", "H2: Write a whole e-mail address"),
        (0, "c a", "A2: Write a code of capital letters and digits"),
        (0, "", "A2: Fill this in."),
    ],
)
def test_a_hostile_cell_is_refused_by_its_address(
    made: Any, column: int, text: str, said: str, sofia: Actor, database: Database
) -> None:
    row = [text if at == column else value for at, value in enumerate(CAIRN)]

    status, page = upload(sofia, made(row))

    place, _, sentence = said.partition(": ")
    assert status == 200
    assert f"{place} {sentence}" in words(page)
    assert "There is nothing to store." in words(page)


def test_a_formula_is_refused_and_the_other_rows_may_be_stored(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_excel(["FR", "=1+1", "France", "EUR", "fr", "", "", "", ""], CAIRN))

    assert "B2 This cell holds a formula. Write its result as a text in its place." in words(page)
    assert confirm(sofia, page).status_code == 303
    assert (stored(database, "FR"), bool(stored(database, "CA"))) == (None, True)


def test_markup_stays_text(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv([*CAIRN[:8], "<script>alert(1)</script>"]))
    confirm(sofia, page)

    assert "<script>alert" not in page + sofia.browser.get(LIST).text
    assert (stored(database, "CA") or Administration()).champion == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file."),
        (b"\xff\xfe\x00", "This file is no list that Parity can read."),
        (b"PK\x03\x04 nothing", "This file is no list that Parity can read."),
        (b"Code\n", "This file holds no list."),
        (b"Name\nArden\n", "one of them must be Code"),
        (b"Code,Code\nA,B\n", "These columns stand twice: code."),
        (b"Code\n" + b"A\n" * 1_001, "more than 1,000 rows or 40 columns"),
        (b"Code" + b"," * 41 + b"\nA\n", "more than 1,000 rows or 40 columns"),
        (b"Code\n" + b"x" * 1_000_000, "This file is larger than a list of administrations."),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    content: bytes, said: str, sofia: Actor, database: Database
) -> None:
    status, page = upload(sofia, content)

    assert status == 422
    assert said in words(page)


def with_part(name: str, text: bytes) -> bytes:
    content = io.BytesIO(as_excel(CAIRN))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        with_part("xl/bomb.xml", b" " * 9_000_000),
        with_part("xl/laugh.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        as_excel(CAIRN)[:-100],
    ],
    ids=["unpacks to much", "entities", "cut off"],
)
def test_a_workbook_that_is_a_trap_is_refused_before_it_is_parsed(
    content: bytes, sofia: Actor, database: Database
) -> None:
    assert upload(sofia, content)[0] == 422


def test_a_code_that_stands_twice_is_refused_the_second_time(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(CAIRN, CAIRN))

    assert "A3 This code stands in row 2 already." in words(page)
    assert "1 added" in words(page)


def test_only_the_administration_chooses_its_disclosure(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, as_csv(["ARDEN", "public"], titles=["Code", "Disclosure"]))

    assert "B2 Only the administration itself chooses this." in words(page)


def test_a_semicolon_and_missing_columns_are_understood(sofia: Actor, database: Database) -> None:
    _, page = upload(sofia, "Code;Champion;Mood\nARDEN;Ada;fine\n".encode("utf-8-sig"))

    assert "1 changed" in words(page)
    assert "left out: Mood" in words(page)


def test_an_administration_is_added_by_hand(sofia: Actor, database: Database) -> None:
    new = {"code": "FR", "name": "Douane", "country": "France", "region": "EUR", "language": "fr"}
    assert sofia.browser.post(LIST, data=sofia.form(**new)).status_code == 303
    again = sofia.browser.post(LIST, data=sofia.form(**new))

    assert (again.status_code, "Another administration has this code." in words(again.text)) == (422, True)
    assert (stored(database, "FR") or Administration()).time_zone == "Europe/Paris"


def test_leaders_keep_the_details_and_the_disclosure_of_their_own(
    alice: Actor, charlie: Actor, database: Database
) -> None:
    details = {"champion": "Ada", "champion_since": "2026-03-08", "time_zone": "Asia/Tokyo", "name": "not theirs"}
    assert alice.browser.post(f"{LIST}/arden/details", data=alice.form(**details)).status_code == 303
    assert alice.browser.post(f"{LIST}/arden/disclosure", data=alice.form(disclosure="members")).status_code == 303
    wrong = alice.browser.post(f"{LIST}/arden/details", data=alice.form(champion="A", champion_since="8 March"))

    arden = stored(database, "ARDEN") or Administration()
    assert (arden.champion, arden.time_zone, arden.disclosure, arden.name) == (
        "Ada",
        "Asia/Tokyo",
        "members",
        "Arden Customs",
    )
    assert wrong.status_code == 422
    assert "8 March" in wrong.text
    assert charlie.browser.post(f"{LIST}/arden/disclosure", data=charlie.form(disclosure="own")).status_code == 404


def test_the_lead_changes_what_is_kept_but_never_the_disclosure(sofia: Actor, database: Database) -> None:
    whole = {"code": "ARDEN", "name": "Arden", "region": "AP", "language": "en", "disclosure": "public"}
    assert sofia.browser.post(f"{LIST}/arden", data=sofia.form(**whole)).status_code == 303
    assert sofia.browser.post(f"{LIST}/arden/disclosure", data=sofia.form(disclosure="public")).status_code == 403

    arden = stored(database, "ARDEN") or Administration()
    assert (arden.name, arden.region, arden.disclosure) == ("Arden", "AP", "own")


def test_the_size_of_each_team_stands_in_the_list(sofia: Actor, database: Database) -> None:
    rows = csv.DictReader(io.StringIO(sofia.browser.get(f"{LIST}.csv").content.decode("utf-8-sig")))
    with database.reading() as db:
        members = [one.administration_id for one in db.execute(select(Membership)).scalars()]

    assert {row["Code"]: int(row["Team"]) for row in rows} == {
        code.upper(): members.count(code) for code in ("arden", "brink")
    }
