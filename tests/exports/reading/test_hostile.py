"""A hostile or broken file gets a clear sentence, the same on every machine, and the one who asked goes on."""

import json
from collections.abc import Callable

import pytest

from exports.reading import child
from exports.reading.apart import read_apart
from exports.reading.container import DAMAGED, SWELLS, FileRefused
from exports.reading.foreign import EMPTY
from exports.reading.workbook import read_workbook
from tests.exports.answer_workbook.builders import ONE_OF_EACH, drawn
from tests.exports.reading.hostile import HARMLESS, HEAVY, LIGHT, STRINGS, packed, strings, truncated
from tests.sampling import chance

BYTES_IN_SAMPLE = 40


def said_of(data: bytes, read: Callable[[bytes], object] = read_workbook) -> str:
    """The sentence that refuses the file, or nothing."""
    try:
        read(data)
    except FileRefused as refused:
        return refused.problem.sentence if refused.problem.text() else "nothing was said"
    return HARMLESS


@pytest.mark.parametrize(("make", "sentence"), LIGHT.values(), ids=LIGHT)
def test_a_hostile_file_is_refused_in_words_or_read_without_harm(make: Callable[[], bytes], sentence: str) -> None:
    assert said_of(make()) == sentence


@pytest.mark.long(keep=4)
@pytest.mark.parametrize(("make", "sentence"), HEAVY.values(), ids=HEAVY)
def test_a_heavy_file_is_refused_for_what_is_in_it_and_not_for_its_time(
    make: Callable[[], bytes], sentence: str | None
) -> None:
    assert said_of(make(), read_apart) == sentence


def test_a_file_that_is_cut_short_anywhere_is_refused() -> None:
    said = {said_of(data) for data in truncated(drawn(ONE_OF_EACH))}

    assert said == {DAMAGED, EMPTY}


@pytest.mark.long(keep=1)
def test_a_file_with_one_wrong_byte_is_read_or_refused_in_words(pytestconfig: pytest.Config) -> None:
    data = drawn(ONE_OF_EACH, elements={"E1.1"})
    every = range(0, len(data), 97)

    for at in every if pytestconfig.option.long else chance("one wrong byte").sample(every, BYTES_IN_SAMPLE):
        said_of(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])


def test_every_letter_comes_over_as_it_is_even_half_a_character() -> None:
    data = packed({STRINGS: strings("é 漢 😀 _xD800_ _x0000_ \u2028")})

    assert read_apart(data) == read_workbook(data)


def test_an_answer_that_is_too_large_for_the_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MOST_ANSWER", 100)

    assert json.loads(child._answer(lambda _data: {"text": "é" * 40}, b"")) == {"text": "é" * 40}
    assert json.loads(child._answer(lambda _data: {"text": "é" * 60}, b""))["refused"] == SWELLS
