"""Each kind of mail as it arrives: headers, language, dates and times as on pages, links, and no hole in a sentence."""

import re
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlmodel import col

from app.access import one_time_links
from app.access.identity import utc_now
from app.db.session import Database
from app.db.tables.people import Administration, Person
from app.db.tables.records import Mail
from app.i18n.formatting import NO_FIGURE, day, recorded
from app.jobs import outbox
from app.jobs.mail_sender import send_due
from app.jobs.mail_texts import MailContext
from app.jobs.mail_words import WORDS
from app.jobs.outbox import Kind
from tests.app.mail.conftest import KEY, Inbox
from tests.cast import Actor

WHEN = "2026-11-28T23:15:00+00:00"
FILLED_IN: dict[Kind, dict[str, Any]] = {
    Kind.ADDED: {"by": "Bo", "place": "Arden Customs"},
    Kind.HEAD_INVITED: {"by": "Bo", "name": "Hugo Hale", "place": "Arden Customs"},
    Kind.ROLE_CHANGED: {"by": "Bo", "place": "Arden Customs", "before": "Head", "after": "Viewer"},
    Kind.ROLE_ENDED: {"by": "Bo", "place": "Arden Customs", "before": "Head"},
    Kind.MEMBER_CHANGED: {
        "by": "Bo", "name": "Hugo Hale", "place": "Arden Customs", "before": "Head", "after": "Viewer",
    },
    Kind.MEMBER_LEFT: {"by": "Bo", "name": "Hugo Hale", "place": "Arden Customs", "before": "Head"},
    Kind.MEMBER_DISABLED: {"by": "Bo", "name": "Hugo Hale", "place": "Arden Customs", "before": "Head"},
    Kind.OFFICE_CHANGED: {"by": "Bo", "before": "Reviewer", "after": "Lead"},
    Kind.SIGN_IN_CHANGED: {"what": "Your password was changed.", "changed_at": WHEN},
    Kind.ASSIGNED: {"by": "Bo", "place": "Arden Customs", "element": "Policy", "due": "2026-12-18"},
    Kind.OPENED: {"place": "Arden Customs", "round": "2026", "due": "2026-12-18"},
    Kind.DUE_SOON: {"place": "Arden Customs", "round": "2026", "due": "2026-12-18", "done": 3, "asked": 1093},
    Kind.LATE: {"place": "Arden Customs", "round": "2026", "due": "2026-12-18", "done": 3, "asked": 1093},
    Kind.READY_TO_SIGN: {"by": "Bo", "place": "Arden Customs", "round": "2026"},
    Kind.RECEIPT: {
        "name": "Hugo Hale", "title": "Head", "when": WHEN, "hash": "ab" * 32, "head": "cd" * 32,
        "place": "Arden Customs", "round": "2026",
    },
    Kind.WITHDRAWN: {"by": "Bo", "place": "Arden Customs", "round": "2026"},
    Kind.RETURNED: {"place": "Arden Customs", "round": "2026", "count": 4},
    Kind.REVIEWED: {"place": "Arden Customs", "round": "2026", "changed": 14, "before": 53.7, "after": 49.9},
    Kind.PUBLISHED: {"place": "Arden Customs", "round": "2026"},
    Kind.EXTENDED: {"place": "Arden Customs", "round": "2026", "due": "2026-12-18"},
    Kind.COMMENTED: {"by": "Bo", "place": "Arden Customs", "indicator": "RC-01"},
    Kind.REVIEW_ASSIGNED: {"place": "Arden Customs", "round": "2026", "due": ""},
    Kind.SUBMITTED: {"place": "Arden Customs", "round": "2026"},
    Kind.DISAGREED: {"place": "Arden Customs", "round": "2026", "indicator": "RC-01"},
    Kind.CORRECTION_ASKED: {"place": "Arden Customs", "round": "2026"},
    Kind.CORRECTION_DECIDED: {"place": "Arden Customs", "round": "2026"},
    Kind.LOG_HEAD: {"head": "ab" * 32, "row": 12345, "noted_at": WHEN},
    Kind.DIGEST: {"count": 2, "lines": "- Arden Customs, 2026: Bo commented on RC-01.\n- Arden Customs, 2026: Signed."},
}  # fmt: skip
WITH_LINK = {
    Kind.INVITATION: {"by": "Bo", "place": "Arden Customs", "until": "2026-12-05"},
    Kind.RESET: {"until": WHEN},
}


def text_of(came: EmailMessage) -> str:
    return str(came.get_content()).replace("\r\n", "\n")


def arrived(database: Database, context: MailContext, inbox: Inbox, kind: Kind) -> EmailMessage:
    with database.writing() as db:
        db.execute(update(Administration).values(time_zone="Europe/Paris", name="Arden\r\nCustoms"))
        db.execute(update(Person).where(col(Person.id) == "alice").values(name="Alice “Ace” Ågren, PhD"))
        if kind in WITH_LINK:
            link = one_time_links.make(db, KEY, "invitation", db.get_one(Person, "alice"), at=utc_now())
            outbox.post_link(db, kind, "alice", link.id, at=utc_now(), **WITH_LINK[kind])
        else:
            names = FILLED_IN.get(kind, {})
            outbox.post(db, kind, "alice", "/assessments/x?show=mine#a", at=utc_now(), **names)
    assert send_due(database, context).sent == 1
    (came,) = inbox.came
    return came


def test_of_two_teams_that_invite_one_person_both_are_read_and_neither_tells_of_the_other(
    app: FastAPI, alice: Actor, charlie: Actor, database: Database, context: MailContext, inbox: Inbox
) -> None:
    """The first one's mail had not left when the second one invited."""
    for who, place, name in ((alice, "arden", "Nora of Arden"), (charlie, "brink", "Nora of Brink")):
        form = who.form(name=name, email="nora@example.org", role="viewer", language="en")
        assert who.browser.post(f"/administrations/{place}/people", data=form).status_code == 303

    result = send_due(database, replace(context, key=app.state.key))

    assert (result.sent, result.failed) == (2, 0)
    assert [str(came["To"]) for came in inbox.came] == ["nora@example.org"] * 2
    for came in inbox.came:
        with database.reading() as db:
            token = text_of(came).partition("/links/")[2].split()[0]
            assert one_time_links.working_link(db, token, now=utc_now())


@pytest.mark.parametrize("kind", Kind)
def test_it_arrives_whole_in_the_language_of_its_reader(
    kind: Kind, database: Database, context: MailContext, inbox: Inbox
) -> None:
    came = arrived(database, context, inbox, kind)
    subject, text = str(came["Subject"]).strip(), text_of(came)

    assert came.get_all("Content-Language") == ["en"]
    assert came.get_all("Content-Type") == ['text/plain; charset="utf-8"']
    assert came["Auto-Submitted"] == "auto-generated"
    assert came["To"].addresses[0].display_name == ("" if kind is Kind.INVITATION else "Alice “Ace” Ågren, PhD")
    assert came["From"] == "Parity <parity@parity.example>"
    assert not came.defects
    assert not [defect for header in came.values() for defect in getattr(header, "defects", ())]
    assert subject.startswith("Parity: ")
    for shown in (subject, text):
        assert not re.search(r"[{}]|  |\bNone\b|%\(|T\d\d:\d\d", shown), shown
    assert "\n" not in subject
    assert "\n\n\n" not in text
    assert text.count("https://parity.example/") == 1
    assert ("/links/" if kind in WITH_LINK else "/assessments/x?show=mine#a") in text


def test_no_kind_is_left_out() -> None:
    assert set(FILLED_IN) | set(WITH_LINK) == set(Kind)
    for kind, names in (FILLED_IN | WITH_LINK).items():
        wanted = set(re.findall(r"{(\w+)}", WORDS[kind].subject + WORDS[kind].text)) - {"link"}
        assert wanted <= names.keys(), kind


def test_times_are_those_of_the_reader_and_read_as_on_pages(
    database: Database, context: MailContext, inbox: Inbox
) -> None:
    came = arrived(database, context, inbox, Kind.RECEIPT)

    assert "on 29 November 2026, 00:15 UTC+01:00." in text_of(came)
    assert recorded(utc_now().replace(2026, 7, 1, 22, 15), "en", "Asia/Kolkata") == "2 July 2026, 03:45 UTC+05:30"
    assert recorded(utc_now().replace(2026, 7, 1, 22, 15), "en") == "1 July 2026, 22:15 UTC"


def test_dates_and_numbers_read_as_on_pages(database: Database, context: MailContext, inbox: Inbox) -> None:
    came = arrived(database, context, inbox, Kind.DUE_SOON)

    assert came["Subject"] == f"Parity: the self-assessment 2026 is due on {day('2026-12-18', 'en')}"
    assert "3 of 1,093 questions" in text_of(came)


def test_a_date_that_nobody_set_is_a_dash_as_on_pages(database: Database, context: MailContext, inbox: Inbox) -> None:
    assert f"Due date: {NO_FIGURE}\n" in text_of(arrived(database, context, inbox, Kind.REVIEW_ASSIGNED))


def test_no_mail_of_a_whole_year_has_a_hole(demo_file: Path, tmp_path: Path) -> None:
    """Whoever posts a mail hands over each name that its words speak of."""
    copyfile(demo_file, tmp_path / "parity.db")
    with Database(f"sqlite:///{tmp_path / 'parity.db'}") as database, database.reading() as db:
        mails = list(db.execute(select(col(Mail.kind), col(Mail.names))))

    assert len(mails) > 50
    for kind, names in mails:
        words = WORDS[Kind(kind)]
        assert set(re.findall(r"{(\w+)}", words.subject + words.text)) <= names.keys() | {"link"}, kind
