"""E-mail addresses: what mail can be sent to is taken, what it cannot is told, and one address stays one."""

from time import process_time

import pytest

from app.validation.mail_addresses import is_mailbox, normalised, read_email, sendable, spellings
from questionnaires.problems import Problem

TAKEN = {
    "alice@customs.example": "alice@customs.example",
    "Alice.O'Hara+gender@Customs.EXAMPLE": "Alice.O'Hara+gender@customs.example",
    "a%b/c_d-9@1st-post.customs.technology": "a%b/c_d-9@1st-post.customs.technology",
    "alice@bücher.example": "alice@bücher.example",
    "alice@xn--bcher-kva.example": "alice@bücher.example",
    "алиса@таможня.рф": "алиса@таможня.рф",
    "مدير@الجمارك.عمان": "مدير@الجمارك.عمان",
    "jose\N{COMBINING ACUTE ACCENT}@customs.example": "jos\N{LATIN SMALL LETTER E WITH ACUTE}@customs.example",
    "alice＠customs。example": "alice@customs.example",  # noqa: RUF001 - as keyboards of East Asia write them
    " \N{NO-BREAK SPACE}alice@customs.example;\r\n": "alice@customs.example",
    "\N{LEFT-TO-RIGHT MARK}alice@customs.example\N{ZERO WIDTH NO-BREAK SPACE}": "alice@customs.example",
    "mailto:alice@customs.example?subject=Round%202026": "alice@customs.example",
    "Hara, Alice <alice@customs.example>": "alice@customs.example",
    "<alice@customs.example>": "alice@customs.example",
    "mailto:alice%2Bgender%40customs.example": "alice+gender@customs.example",
    "Alice Hara<mailto:alice@customs.example>": "alice@customs.example",
    "'alice@customs.example'": "alice@customs.example",
    "“alice@customs.example”,": "alice@customs.example",
    "«alice@customs.example»": "alice@customs.example",
    "alice@customs.example،": "alice@customs.example",
}
WHOLE, ONE, POINT = (
    "Enter a full email address",
    "Enter one email address only",
    "cannot have a dot at its start or end",
)
NO_MAIL = "No email can be sent to addresses that end in "
REFUSED = {
    "alice": WHOLE,
    "alice at customs.example": WHOLE,
    "alice@customs_post.example": WHOLE,
    "alice@-customs.example": WHOLE,
    '"alice hara"@customs.example': WHOLE,
    "mailto:alice%00@customs.example": "This text contains invisible characters",
    "''": WHOLE,
    "Alice <>": WHOLE,
    "mailto:": WHOLE,
    "alice@[192.0.2.1]": WHOLE,
    f"{'a' * 65}@customs.example": WHOLE,
    f"alice@{'a' * 64}.example": WHOLE,
    "alice@xn--zzzzzz.example": WHOLE,
    "alice@customs..example": POINT,
    "al..ice@customs.example": POINT,
    ".alice@customs.example": POINT,
    "alice.@customs.example": POINT,
    "alice@customs.example.": POINT,
    "alice@customs.example, bob@customs.example": ONE,
    "alice@localhost": f"{NO_MAIL}@localhost",
    "alice@mail.local": f"{NO_MAIL}.local",
    "alice@customs.test": f"{NO_MAIL}.test",
    "alice@customs.invalid": f"{NO_MAIL}.invalid",
    "alice@192.0.2.1": f"{NO_MAIL}.1",
    "=alice@customs.example": "cannot begin with",
}
MARKS = "a" + "\u0301\u0323" * 500_000
"""To put them in order would take minutes."""
SPELLINGS = (
    "Alice@Bücher.example",
    "mailto:alice%40b%C3%BCcher.example",
    "'alice@bücher.example'",
    " ALICE@BÜCHER.EXAMPLE ",
    "alice@bu\N{COMBINING DIAERESIS}cher.example",
)


def read(text: str) -> tuple[str, list[str]]:
    problems: list[Problem] = []
    return read_email("email", text, problems), [problem.text() for problem in problems]


def test_what_mail_can_be_sent_to_is_taken_however_it_was_copied() -> None:
    assert {text: read(text) for text in TAKEN} == {text: (address, []) for text, address in TAKEN.items()}


def test_what_no_mail_can_be_sent_to_is_refused_and_says_why() -> None:
    for text, said in REFUSED.items():
        address, (sentence,) = read(text)
        assert (address, said in sentence) == ("", True), text


def test_an_address_is_one_however_it_was_typed() -> None:
    assert {normalised(address) for address in (*SPELLINGS, "alice@xn--bcher-kva.example")} == {"alice@bücher.example"}
    assert {normalised(address) for address in ("JOSÉ@x.example", "jose\N{COMBINING ACUTE ACCENT}@X.example")} == {
        "josé@x.example"
    }


@pytest.mark.parametrize(
    "kept", ["a..b@x.example", ".a@x.example", "a@-x.example", "a@x", "alice@xn--bcher-kva.example"]
)
def test_an_address_that_was_kept_before_the_rule_is_still_found(kept: str) -> None:
    assert kept in spellings(f" {kept.upper()}\0")


def test_no_text_is_too_long_to_be_compared() -> None:
    began = process_time()

    assert normalised("A" * 100_000 + "@x.example") == "a" * 100_000 + "@x.example"
    assert normalised(MARKS) == MARKS
    assert process_time() - began < 1


def test_a_domain_is_sent_to_in_the_letters_of_the_network() -> None:
    assert sendable("alice@bücher.example") == "alice@xn--bcher-kva.example"
    assert sendable("алиса@таможня.рф") == "алиса@таможня.рф"


def test_mail_may_come_from_within_the_own_network() -> None:
    senders = ("parity@localhost", "parity@mail.local", "parity@customs.example", "parity", "par..ity@customs.example")

    assert [is_mailbox(sender) for sender in senders] == [True, True, True, False, False]
