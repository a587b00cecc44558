"""What was given to a command: read within a limit, and named by its content where it is another thing."""

import errno
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any, NoReturn

from app.cli.output import give_up
from app.files.zip_errors import BROKEN
from questionnaires.documents import without_doubles

MOST_OF_JSON = 50_000_000
"""A file of answers with every text as long as it may be takes a tenth."""
LONGEST_NUMBER = 400
OLD_OFFICE = "an old Office file, or one locked with a password"
OPEN_DOCUMENT = "an OpenDocument file"
MARKUP = "a web page or XML"
KINDS = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", OLD_OFFICE),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x1f\x8b", "a file packed with gzip"),
    (b"BZh", "a file packed with bzip2"),
    (b"\xfd7zXZ", "a file packed with xz"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a word processor document"),
    (b"-----BEGIN", "a key or a certificate"),
    (b"<", MARKUP),
)
"""By how the content begins: names of files mislead."""
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""PK alone is also how a list of Pakistan may begin."""
WORKBOOK = "an Excel workbook"
MAY_HOLD_A_TABLE = ("", WORKBOOK, OLD_OFFICE, OPEN_DOCUMENT, MARKUP)
"""What the reader of lists takes, or names better: it says how to save each as .xlsx."""
BACKUP = "a Parity backup"
LOCKED = "a ZIP locked with a password"
BROKEN_ZIP = "a damaged or incomplete ZIP"
YAML = re.compile(r"^(---|(profile|answers|form)\s*:)", re.MULTILINE)
MARK = "\ufeff"
SAVE_AS_UTF_8 = "Save it as JSON in UTF-8."


def why_unread(path: Path, error: OSError) -> str:
    """Names the file, says what stands in the way, and what to do."""
    if error.errno == errno.ENOENT:
        return f"{path} cannot be read: there is no such file. Check its name and folder."
    if error.errno == errno.EISDIR:
        return f"{path} cannot be read: it is a folder. Name a file in it."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"{path} cannot be read: you do not have permission. Ask its owner, or use your own copy."
    return f"{path} cannot be read: {error.strerror}. Check the disk, or use a copy."


def read_content(path: Path, most: int, code: int = 1) -> bytes:
    """At most one byte more than `most`, whatever lies behind the name."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        give_up(why_unread(path, error), code)


def kind_of(content: bytes) -> str:
    """What this is, if it is no text; "" where it may be one."""
    if not content.strip(b"\0 \t\r\n"):
        return "an empty file"
    if content.startswith(ZIP):
        return _kind_of_zip(content)
    return next((kind for start, kind in KINDS if content.startswith(start)), "")


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return kind_of_members(archive)
    except (OSError, *BROKEN):
        return BROKEN_ZIP


def kind_of_members(archive: zipfile.ZipFile) -> str:
    members = archive.infolist()
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        return LOCKED
    if "[Content_Types].xml" in names:
        return WORKBOOK if any(name.startswith("xl/") for name in names) else "an Office file"
    if "mimetype" in names:
        return OPEN_DOCUMENT
    if "manifest.json" in names:
        return BACKUP if any(name.startswith("tables/") for name in names) else "the ZIP of a round"
    return "a ZIP"


def read_answers_file(path: Path, code: int) -> Any:
    """The JSON of a file of answers, unjudged; or the end, with what was given in its place."""
    content = read_content(path, MOST_OF_JSON, code)
    if len(content) > MOST_OF_JSON:
        give_up(f"{path} is too large to be a file of answers. Give the file of one administration.", code)
    if kind := kind_of(content):
        _not_answers(path, kind, code)
    try:
        text = content.decode(json.detect_encoding(content)).removeprefix(MARK)
    except UnicodeDecodeError:
        give_up(f"{path} is not text in UTF-8 or UTF-16. {SAVE_AS_UTF_8}", code)
    try:
        raw = parsed(text)
    except ValueError as error:
        if YAML.search(text):
            _not_answers(path, "YAML", code)
        give_up(f"{path} is not JSON: {error}. Correct it there, or create the file again.", code)
    if isinstance(raw, dict) and {"overall", "indicators"} <= raw.keys():
        _not_answers(path, "a scorecard, which is calculated from a file of answers", code)
    return raw


def _not_answers(path: Path, kind: str, code: int) -> NoReturn:
    how = "Upload an answer workbook under “Work offline” in its assessment. " if kind == WORKBOOK else ""
    give_up(f"{path} is {kind}. {how}Give the answers as JSON, with profile and answers.", code)


def parsed(text: str) -> Any:
    """Strict JSON. Raises ValueError with where and why."""
    try:
        return json.loads(
            text,
            object_pairs_hook=without_doubles,
            parse_constant=_no_number,
            parse_float=_decimal,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}, character {error.colno}: {error.msg}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number; leave it out or write null")


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(f"a number has {len(digits):,} digits, which cannot be right")
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{digits[:40]} is too large to be saved")
    return number
