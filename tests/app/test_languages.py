"""A language is offered only where its words are; who has another stored is spoken to, truly, in English."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from sqlalchemy import select
from sqlmodel import col

from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Person
from app.features.directory.fields import LANGUAGES
from app.i18n import languages
from app.jobs.mail_sender import claim
from app.web.pages import environment
from tests.app.browser import words
from tests.cast import Actor

TEAM = "/administrations/arden/people"
NORA = {"email": "nora@example.org", "name": "Nora New", "role": "contributor"}
CHOICE = '<select id="language" name="language">'


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An interface with one word of French."""
    catalog = Catalog("fr")
    catalog.add("Sign out", "Se déconnecter")
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    forget()
    yield
    forget()


def forget() -> None:
    languages.offered.cache_clear()
    environment.cache_clear()


def speaks(database: Database, person: str, language: str | None = None) -> str:
    """What is stored, after it was set if one is given."""
    with database.writing() as db:
        account = db.get_one(Person, person)
        account.language = language or account.language
        return account.language


def test_today_the_interface_is_there_in_english() -> None:
    assert languages.offered() == {"en": "English"}


def test_nobody_chooses_where_there_is_one_language(alice: Actor, tessa: Actor) -> None:
    pages = [alice.browser.get("/account"), alice.browser.get(TEAM), tessa.browser.get("/accounts")]

    assert [page.status_code for page in pages] == [200] * 3
    assert [page.url.path for page in pages if CHOICE in page.text] == []


def test_who_has_a_language_that_is_not_there_is_spoken_to_in_english_and_it_stays(
    alice: Actor, database: Database
) -> None:
    speaks(database, "alice", "ar")
    page = alice.browser.get("/account")
    alice.browser.post("/account", data=alice.form(name="Alice"))

    assert '<html lang="en" dir="ltr">' in page.text
    assert speaks(database, "alice") == "ar"


def test_a_mail_says_the_language_that_it_is_in(alice: Actor, database: Database) -> None:
    speaks(database, "connie", "ar")
    alice.browser.post("/password-reset", data={"email": "connie@example.org"})

    mail = claim(database, now=utc_now())

    assert mail
    assert (mail.reader.email, mail.reader.language) == ("connie@example.org", "en")


@pytest.mark.parametrize("language", ["fr", "xx"])
def test_an_invitation_in_a_language_that_is_not_there_is_refused_in_words(language: str, alice: Actor) -> None:
    answer = alice.browser.post(TEAM, data=alice.form(**NORA, language=language))

    assert (answer.status_code, "Choose a language." in words(answer.text)) == (422, True)


def test_as_soon_as_the_words_are_there_the_language_is_offered(french: None, alice: Actor, database: Database) -> None:
    assert languages.offered() == {"en": "English", "fr": "français"}
    assert CHOICE in alice.browser.get("/account").text
    alice.browser.post(TEAM, data=alice.form(**NORA, language="fr"))
    alice.browser.post("/account", data=alice.form(name="Alice", language="fr"))

    page = alice.browser.get("/account").text
    assert '<html lang="fr" dir="ltr">' in page
    assert "Se déconnecter" in words(page)
    with database.reading() as db:
        assert db.execute(select(col(Person.language)).where(col(Person.name) == "Nora New")).scalar_one() == "fr"


def test_the_language_of_correspondence_is_a_fact_about_an_administration(sofia: Actor) -> None:
    page = sofia.browser.get("/administrations/new").text

    assert [code for code in LANGUAGES if f'<option value="{code}"' not in page] == []
    assert "Parity's own pages and emails are in English until other languages are available." in words(page)
