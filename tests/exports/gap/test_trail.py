"""The sheet "Audit trail"."""

from dataclasses import replace

from exports.content import Table
from exports.gap.facts import Event
from tests.exports.builders import FACTS, OPENED, a_report, named, said_in

SIGNED = Event(
    "2026-11-20 14:05:09", "Signature 1, edition 1", who="Hugo Hale, Head", hash="a" * 64, audit_head="b" * 64
)


def trail(*events: Event, kind: str = "self") -> Table:
    return named(a_report({}, facts=replace(FACTS, events=events, kind=kind)), "Audit trail")


def test_each_event_has_its_line_in_the_order_given() -> None:
    opened, signed = said_in(trail(OPENED, SIGNED, kind="validated"))

    assert (opened["When (UTC)"], opened["What"], opened["From"], opened["To"], opened["Who"]) == (
        "2026-11-03 09:30:00",
        "Opened",
        "Not opened",
        "In progress",
        "Alice",
    )
    assert (signed["Who"], signed["Fingerprint (SHA-256)"]) == ("Hugo Hale, Head", "a" * 64)
    assert signed["Audit log fingerprint"] == "b" * 64


def test_while_nobody_has_signed_it_says_so() -> None:
    assert said_in(trail(OPENED))[-1]["What"] == "Not signed: do not quote."


def test_the_sheet_is_the_last_one_and_says_what_its_hashes_are() -> None:
    report = a_report({})

    assert report.tables[-1].name == "Audit trail"
    assert named(report, "Audit trail").notes[1].startswith("If one letter of what was signed")


def test_before_anything_happened_it_says_so() -> None:
    assert trail().notes == ("Nothing has happened yet: an assessment opens with its first answer.",)
