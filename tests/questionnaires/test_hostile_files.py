"""Whatever lies in a version's folder, whoever reads it gets a sentence with file and remedy, and no harm is done."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from questionnaires.catalogue import load
from questionnaires.lock import LOCK
from tests.questionnaires.editing import STRUCTURE, VERSION, WORDS, a_copy, edit, problems_of

LAUGHS = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
HERE = f"{VERSION}/{WORDS}"
CONTENTS: tuple[tuple[str, bytes | str, str], ...] = (
    (
        "laughs",
        f"version: &l0 [lol]\n{LAUGHS}",
        "*l0 stands for something written elsewhere. Write it out. at line 2, column 10",
    ),
    ("an alias of itself", "version: &a [*a]\n", "*a stands for something written elsewhere."),
    (
        "a merge of parts",
        "version: {<<: {a: 1}}\n",
        "A name belongs here, with a colon behind it. Write this part out.",
    ),
    ("depth", "version: " + 100_000 * "[", "This is nested too deeply."),
    ("depth of blocks", "".join(f"{' ' * n}a:\n" for n in range(2_000)), "This is nested too deeply."),
    ("depth that closes", "version: " + 5_000 * "[" + 5_000 * "]", "This is nested too deeply."),
    ("not UTF-8", 'version: "é"'.encode("latin-1"), "This is not text in UTF-8 (byte 11). Save it as UTF-8."),
    ("UTF-16", 'version: "é"'.encode("utf-16"), "This is not text in UTF-8 (byte 1). Save it as UTF-8."),
    ("a NUL", b'version: "\0"', "control characters are not allowed"),
    ("a tab", 'version:\n\t"2099.1"', "Look there for a missing quote, comma or bracket, or for a wrong indentation."),
    ("two documents", "a: 1\n---\nb: 2\n", "There is a second document here. Keep one."),
    (
        "a Python object",
        "version: !!python/object/apply:os.system ['true']",
        "has no place in a questionnaire. Remove it.",
    ),
    ("bytes", "version: !!binary aGVsbG8=", "tag:yaml.org,2002:binary has no place in a questionnaire."),
    ("a date", "version: 2026-12-31", "There is a date or another special value. Put it in quotes."),
    ("no number", "version: .nan", "There is a date or another special value."),
    ("octal", "version: 010", "010 is not a number in plain digits. Correct it, or put a text in quotes."),
    ("sixties", "version: 1:30", "1:30 is not a number in plain digits."),
    ("a number without end", "version: " + 10_000 * "9", "99999999999999999999 is not a number in plain digits."),
    ("a list", "- a\n- b\n", "This must have named parts."),
    ("half a letter", 'version: "\\ud800"', ""),
)


@pytest.mark.parametrize(("content", "told"), [case[1:] for case in CONTENTS], ids=[case[0] for case in CONTENTS])
def test_what_no_questionnaire_holds_is_told_with_its_file(tmp_path: Path, content: bytes | str, told: str) -> None:
    root = a_copy(tmp_path)
    written = content if isinstance(content, bytes) else content.encode()
    (root / VERSION / WORDS).write_bytes(written)

    problems = problems_of(root)

    assert all(problem.startswith(HERE) for problem in problems)
    assert told in problems[0]


def test_a_few_lines_that_stand_for_a_whole_memory_are_refused_before_they_fill_it(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    (root / VERSION / WORDS).write_text(f"version: &l0 [lol]\n{LAUGHS}", encoding="utf-8")

    tracemalloc.start()
    problems_of(root)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 20_000_000


@pytest.mark.parametrize("number", ["1e999999999", "1/0", "9" * 20, "-1", "1_000", " 40", "40.", "¼"])
def test_an_exact_number_is_a_short_one(tmp_path: Path, number: str) -> None:
    root = a_copy(tmp_path)
    edit(root, STRUCTURE, 'from: "40"', f'from: "{number}"')

    (problem,) = problems_of(root)

    assert problem.startswith(f"{VERSION}/{STRUCTURE}: scoring.bands.2.from: '{number[:20]}' is not a number")


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    with (root / VERSION / WORDS).open("r+b") as file:
        file.truncate(100_000_000)

    assert problems_of(root) == [
        f"{HERE}: This file has 100 MB, where one of a questionnaire has at most 5. Correct what wrote it."
    ]


def a_folder(path: Path) -> None:
    path.mkdir()


def a_loop(path: Path) -> None:
    path.symlink_to(path.name)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_dead_link(path: Path) -> None:
    path.symlink_to("nothing")


@pytest.mark.parametrize("name", [STRUCTURE, WORDS, "map.yaml"])
@pytest.mark.parametrize(
    ("put", "told"),
    [
        (a_folder, "This is a folder or a device where a file belongs."),
        (a_pipe, "This is a folder or a device where a file belongs."),
        (a_device, "This is a folder or a device where a file belongs."),
        (a_loop, "This cannot be read: Too many levels of symbolic links."),
        (a_dead_link, "This cannot be read: No such file or directory."),
    ],
)
def test_what_is_no_file_is_told(tmp_path: Path, put: Callable[[Path], None], told: str, name: str) -> None:
    root = a_copy(tmp_path)
    (root / VERSION / name).unlink(missing_ok=True)
    put(root / VERSION / name)

    assert problems_of(root)[0].startswith(f"{VERSION}/{name}: {told}")


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    root = a_copy(tmp_path, published=True)
    path = root / VERSION / WORDS
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert load(root).published == {VERSION}


@pytest.mark.parametrize("put", [a_folder, a_loop, lambda path: path.write_text("")])
def test_what_only_looks_like_a_version_is_told_rather_than_overlooked(
    tmp_path: Path, put: Callable[[Path], object]
) -> None:
    root = a_copy(tmp_path)
    put(root / "2099.2")

    assert problems_of(root) == ["2099.2: There is no structure.yaml here. Write it, or move this elsewhere."]


def test_words_without_a_structure_are_told(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    (root / "draft").mkdir()
    (root / VERSION / WORDS).rename(root / "draft" / WORDS)

    assert "draft: There is no structure.yaml here. Write it, or move this elsewhere." in problems_of(root)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"2099.1 words.en.yaml 00\n2099.1 words.en.yaml 11\n"])
def test_a_lock_that_cannot_be_read_or_says_two_things_is_told(tmp_path: Path, content: bytes) -> None:
    root = a_copy(tmp_path)
    (root / LOCK).write_bytes(content)

    assert all(LOCK in problem for problem in problems_of(root))


def test_a_folder_in_the_place_of_the_lock_is_told(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    (root / LOCK).mkdir()

    assert problems_of(root) == [
        f"{root.name}/{LOCK}: This is a folder or a device where a file belongs. Move it elsewhere."
    ]
