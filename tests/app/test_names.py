"""Names of people and administrations: one rule wherever one is entered, and no harm wherever an older one leaves."""

import csv
import io
import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.access import one_time_links
from app.access.identity import utc_now
from app.cli.demo.cast import INVENTED, OFFICES
from app.db.session import Database
from app.db.tables.people import Person
from app.db.tables.records import Mail
from app.features.directory.members import SHIPPED
from app.jobs.mail_texts import Letter, MailContext, Reader, message
from app.jobs.outbox import Kind, post
from app.settings import Settings
from app.validation.names import FORMULA_STARTS, address_in, harmless, is_unseen, read_name
from app.web.downloads import csv_of
from questionnaires.problems import Problem
from tests.app.accounts.steps import new_browser
from tests.cast import Actor
from tests.house.contents import contents

REFUSED = {
    "a formula": "=1+1",
    "a number with its sign": "-1",
    "a formula in wide forms": "\uff1d1",
    "a formula after a blank": "  @SUM(1)",
    "a web address": "Ana https://evil.example/x",
    "a web address without its beginning": "Ana www.evil.example",
    "a domain": "evil.com",
    "a domain in capitals": "EVIL.COM",
    "a domain of a country": "(evil.fr)",
    "a domain of other letters": "пример.рф",
    "an e-mail address": "ana@customs.example",
    "wide letters": "\uff21na",
    "mathematical letters": "\U0001d400na",
    "writing turned around": "\u202eanA",
    "a mark of direction": "Ana\u200e",
    "a joiner": "A\u200dna",
    "a letter without shape": "A\u115fna",
    "a letter of a font of its own": "A\ue000na",
    "two lines": "A\nna",
    "too many": "A" * 201,
}
KEPT = (
    "José Mª Núñez",
    "O\u2019Brien-Smith",
    "J.R.R. Tolkien",
    "Dr.Ada Lovelace",
    "Md.Rahman",
    "Sint Maarten N.V.",
    "Direção n.º 2",
    "S.kumar",
    "St.Lucia Customs (H.M.C.)",
    "General Directorate of Customs, Excise & VAT",
    "مصلحة الجمارك",
    "Федеральная таможенная служба",
    "海关总署",
    "Ana = Bo",
)


def problems_of(name: str) -> list[Problem]:
    problems: list[Problem] = []
    assert bool(read_name("name", name, problems)) is not bool(problems)
    return problems


@pytest.mark.parametrize("name", KEPT)
def test_names_of_all_kinds_of_people_and_places_are_kept_as_they_are(name: str) -> None:
    assert read_name("name", name, []) == name


LINKS = (
    "Parity-Support.Online", "GOOGLE.LIVE", "Secure.Login", "Verify.Account.Now", "My.BANK", "ПРАВДА.РФ",
    "evil\u3002com", "evil\uff61com/login", "evil\u2024com", "192.168.0.10",
)  # fmt: skip
"""What programs for mail make clickable, in whatever letters and with whatever point."""


@pytest.mark.parametrize("link", LINKS)
def test_a_name_leads_nowhere_however_the_address_is_written(link: str) -> None:
    assert [problem.names for problem in problems_of(f"Ana ({link})")] == [{"found": f"({link})"}]


def test_the_members_and_the_people_of_the_demo_keep_the_rule() -> None:
    with Path(SHIPPED).open(encoding="utf-8", newline="") as file:
        names = [row[field] for row in csv.DictReader(file) for field in ("name", "administration_name")]
    names += [place.name for place in INVENTED] + [player.name for place in INVENTED for player in place.players]
    names += [office.name for office in OFFICES]

    assert len(names) > 380
    assert [name for name in names if name and problems_of(name)] == []


def test_blanks_of_all_kinds_become_single_ones() -> None:
    assert read_name("name", " Ana\u00a0\u3000\t Bo ", []) == "Ana Bo"


def test_marks_that_no_text_needs_are_left_out() -> None:
    assert read_name("name", "\ufeffA\u200bn\u2060a B\u00ado\u3164", []) == "Ana Bo"


def test_all_that_stands_against_a_name_is_told_at_once() -> None:
    said = [problem.text() for problem in problems_of("\uff21na\u200e B\uff4f\u202e evil.com")]

    assert [problem.text()[:21] for problem in problems_of("=1\n" + "a" * 200)] == [
        "Enter this on one lin",
        "This has 203 characte",
        "A text here cannot be",
    ]
    assert said == [
        "This name contains invisible characters, at each ▯ here: “\uff21na▯ B\uff4f▯ evil.com” (U+200E), "
        "“\uff21na▯ B\uff4f▯ evil.com” (U+202E). Enter it again without them.",
        "This name has letters in an unusual form: \uff21 \uff4f. Enter it as Ana Bo evil.com.",
        "A name cannot contain a web or email address: evil.com. Remove it, or put a space after the full stop.",
    ]


ENTRIES: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "a team": (
        "alice",
        "/administrations/arden/people",
        "name",
        {"email": "n@example.org", "role": "viewer", "language": "en"},
    ),
    "an office": ("tessa", "/accounts", "name", {"email": "n@example.org", "role": "auditor", "language": "en"}),
    "the own account": ("alice", "/account", "name", {"language": "en"}),
    "a new administration": (
        "sofia",
        "/administrations",
        "name",
        {"code": "CA", "country": "Canada", "region": "EUR", "language": "en"},
    ),
    "an administration": (
        "sofia",
        "/administrations/arden",
        "name",
        {"code": "ARDEN", "region": "EUR", "language": "en"},
    ),
    "a country": (
        "sofia",
        "/administrations/arden",
        "country",
        {"code": "ARDEN", "name": "A", "region": "EUR", "language": "en"},
    ),
    "a contact": ("alice", "/administrations/arden/details", "contact_name", {}),
    "a champion": ("alice", "/administrations/arden/details", "champion", {}),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_is_no_name_is_refused_by_every_form(
    entry: str, request: pytest.FixtureRequest, database: Database
) -> None:
    """The sentence stands on the page, what was typed stays there, and nothing is stored."""
    who, path, field, others = ENTRIES[entry]
    actor: Actor = request.getfixturevalue(who)
    before = contents(database)

    for what, name in REFUSED.items():
        answer = actor.browser.post(path, data=actor.form(**others, **{field: name}))
        said = {problem.text() for problem in problems_of(name)}
        assert answer.status_code == 422, what
        assert any(unescaped(sentence) in unescaped(answer.text) for sentence in said), what
    assert contents(database) == before


def unescaped(text: str) -> str:
    return text.replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')


def test_what_is_no_name_is_refused_with_an_invitation_and_its_link_goes_on_working(
    app: FastAPI, database: Database
) -> None:
    with database.writing() as db:
        link = one_time_links.make(db, app.state.key, "invitation", db.get_one(Person, "alice"), at=utc_now())
        address = one_time_links.path_of(app.state.key, link.id)
    browser = new_browser(app)
    password = {"password": "three words in a row", "again": "three words in a row"}

    answers = [browser.post(address, data={"name": name, **password}).status_code for name in REFUSED.values()]

    assert answers == [422] * len(REFUSED)
    assert browser.post(address, data={"name": "Alice Arden", **password}).status_code == 303


def test_an_old_name_stays_until_somebody_changes_it(alice: Actor, database: Database) -> None:
    with database.writing() as db:
        db.get_one(Person, "alice").name = "=1+1"

    kept = alice.browser.post("/account", data=alice.form(name="=1+1", language="en"))
    changed = alice.browser.post("/account", data=alice.form(name="=1+2", language="en"))

    assert (kept.status_code, changed.status_code) == (303, 422)
    assert "=1+1" in alice.browser.get("/account").text


@given(st.text(st.sampled_from([*FORMULA_STARTS, "A", "1", " ", "'", ",", ";"]), max_size=6))
def test_what_leaves_as_csv_begins_with_nothing_that_the_entry_refuses(text: str) -> None:
    """Not behind a separator either, at which a spreadsheet of another country cuts."""
    (row,) = csv.reader(io.StringIO(csv_of([], [[text, 7]]).decode().removeprefix("\r\n"), newline=""))

    assert not any(part.startswith(FORMULA_STARTS) for part in re.split("[,;\t\r\n]", row[0]) if part)
    assert row[0].replace("'", "") == text.replace("'", "")


PIECES = ["www", ".", "evil", "com", "fr", "@", ":", "/", " ", "\u202e", "\u200b", "\u2800", "\uff0e", "\r", "\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whatever_stood_in_a_name_leads_nowhere_from_a_mail(name: str) -> None:
    shown = harmless(name)

    assert address_in(shown) == ""
    assert not any(is_unseen(letter) or letter == "\u2800" for letter in shown)


def test_an_old_name_is_harmless_in_a_mail_and_its_header(database: Database) -> None:
    evil = "Ana\r\nBcc: all@evil.example"
    with database.writing() as db:
        post(db, Kind.ADDED, "alice", "/", at=utc_now(), by=evil, place="Arden www.evil.example")
        db.flush()
        names = db.execute(select(Mail)).scalar_one().names
    context = MailContext(Settings(), b"k" * 32)
    sent = message(Letter("s", "t"), "1", Reader(harmless(evil), "a@example.org", "en"), context, utc_now())
    came = message_from_bytes(sent.as_bytes(), policy=policy.default)

    assert names["place"] == "Arden www. evil. example"
    assert "evil.example" not in names["by"]
    assert came["bcc"] is None
    assert came["to"].addresses[0].addr_spec == "a@example.org"
