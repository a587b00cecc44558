"""Texts from every program become one way of writing; what cannot be kept is told at once, in the words around it."""

# ruff: noqa: RUF001 - letters and digits of the six languages

from string import ascii_letters
from unicodedata import category

from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.problems import Problem
from questionnaires.texts import MOST_UNITS, NEEDED, as_kept, folded, is_refused, is_same_text, read_text, without_marks

KEPT = {
    "CRLF of Windows": ("one\r\ntwo", "one\ntwo"),
    "CR of an old Mac": ("one\rtwo", "one\ntwo"),
    "CR and LF in two lines": ("one\n\rtwo", "one\n\ntwo"),
    "Shift+Enter in Word": ("one\x0btwo", "one\ntwo"),
    "a page break in Word": ("one\x0ctwo", "one\ntwo"),
    "NEL of a mainframe": ("one\x85two", "one\ntwo"),
    "LS of a web page": ("one\u2028two", "one\ntwo"),
    "PS of Google Docs": ("one\u2029two", "one\ntwo"),
    "a tab out of a table": ("one\ttwo", "one two"),
    "French no-break blank": ("Pourquoi\xa0?", "Pourquoi ?"),
    "French narrow no-break blank": ("1\u202f000", "1 000"),
    "thin, figure and em blanks": ("a\u2009b\u2007c\u2003d", "a b c d"),
    "Japanese blank": ("a\u3000b", "a b"),
    "soft hyphen": ("gen\xadder", "gender"),
    "zero-width blank": ("gen\u200bder", "gender"),
    "word joiner": ("gen\u2060der", "gender"),
    "the mark that begins a file": ("\ufeffPolicy", "Policy"),
    "the place of a picture": ("see \ufffc", "see "),
    "hidden tags": ("a\U000e0061\U000e0062c", "ac"),
    "the bullet of a list in Word": ("\uf0b7\tpay", "• pay"),
    "only a direction": (" \u200f ", "  "),
    "a filler that looks like nothing": ("\u3164", ""),
    "a selector of nothing": ("\ufe0f", ""),
}
UNCHANGED = {
    "Persian with a joiner": "می\u200cخواهم",
    "Arabic with directions": "\u200fالمادة 12\u200e (b)",
    "a family": "👨\u200d👩\u200d👧",
    "a heart": "❤\ufe0f",
    "the flag of Wales": "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "blanks around": "  a  ",
    "letters of a font of its own": "\ue000",
}


def read(text: object) -> tuple[str, list[str]]:
    problems: list[Problem] = []
    return read_text("comment", text, problems), [problem.text() for problem in problems]


def test_every_line_end_and_blank_of_office_programs_is_kept_in_one_way() -> None:
    assert {name: read(text) for name, (text, _) in KEPT.items()} == {
        name: (kept, []) for name, (_, kept) in KEPT.items()
    }


def test_what_letters_need_is_kept() -> None:
    assert {name: read(text) for name, text in UNCHANGED.items()} == {
        name: (text, []) for name, text in UNCHANGED.items()
    }


def test_all_that_is_refused_is_told_at_once_in_the_words_around_it() -> None:
    text = "The policy of equal pay\x07 stands\nsince 2020 and \ud800holds for all; \x1b\x1b" + "word\x00" * 20

    kept, (said,) = read(text)

    assert kept == ""
    assert said.startswith("This text contains invisible characters, at each ▯ here: ")
    assert (
        "“… policy of equal pay▯ stands since 2020 a…” (U+0007), “…ands since 2020 and ▯holds for all; ▯wor…”" in said
    )
    assert said.endswith("(U+0000), …. Enter these words again.")
    assert said.count("(U+") == 5


def test_a_text_too_long_with_control_characters_is_told_both() -> None:
    _, said = read("x" * MOST_UNITS + "\x00")

    assert [sentence[:15] for sentence in said] == ["This text has 1", "This text conta"]


def test_what_is_dropped_takes_no_room() -> None:
    assert read("x" * MOST_UNITS + "\u200b\ufeff") == ("x" * MOST_UNITS, [])


def test_only_a_text_is_a_text() -> None:
    assert [read(raw) for raw in (None, 1, ["a"])] == [("", ["This must be a text."])] * 3


def test_an_older_text_is_the_same_for_people() -> None:
    assert is_same_text("a\xa0b\u2028c\ufeff", "a b\nc")
    assert not is_same_text("a b", "a  b")


SPECIAL = "\r\n\x85\u2028\t\xa0\u200b\u200c\u200f\xad\ufeff\ufe0f\u3164\U000e0061\U000e007f\U0001f3f4\uf0b7\x00"


@settings(max_examples=300, deadline=None)
@given(st.text(st.one_of(st.sampled_from(SPECIAL), st.characters(), st.sampled_from(ascii_letters)), max_size=30))
def test_a_text_is_never_altered_twice(text: str) -> None:
    kept = as_kept(text)

    assert as_kept(kept) == kept
    assert is_same_text(text, kept)


def test_every_character_is_kept_or_changed_or_refused_and_no_control_is_kept() -> None:
    every = [chr(code) for code in (*range(0x10000), *range(0xE0000, 0xE0200))]
    kept = {
        character for character in every if as_kept(f"a{character}a") == f"a{character}a" and not is_refused(character)
    }

    assert {character for character in kept if category(character) in ("Cc", "Cs", "Zs", "Zl", "Zp")} == {" ", "\n"}
    assert kept >= NEEDED
    assert without_marks("".join(every)) == "".join(character for character in every if character not in NEEDED)


def test_people_find_a_text_without_its_accents_and_capitals() -> None:
    found_as = {"Décret": "decret", "ŁÓDŹ": "lodz", "Straße": "strasse", "Ørsted": "orsted", "İzmir": "izmir"}
    found_as |= {"ﬁle": "file", "مُدِير": "مدير"}

    assert {text: folded(text) for text in found_as} == found_as
