"""Which files are taken: by ending and by content together."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from app.features.evidence import receiving
from app.features.evidence.checking.file_types import TYPES, ending_of, look
from app.features.evidence.checking.sentences import LOCKED, NOT_OPENED
from app.features.evidence.receiving import NOT_SCANNED, REFUSED, look_at
from app.files.evidence_store import EvidenceFiles
from app.settings import Settings
from tests.app.evidence.office import BAD, GOOD, PDF, RENAMED


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken_with_the_type_of_its_ending(name: str, tmp_path: Path) -> None:
    with EvidenceFiles(tmp_path).draft(BytesIO(GOOD[name])) as draft:
        received = look_at(draft, name, Settings())

    assert received.problem is None
    assert received.media_type == TYPES[ending_of(name)]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    content, sentence = BAD[name]
    with EvidenceFiles(tmp_path).draft(BytesIO(content)) as draft:
        received = look_at(draft, name, Settings())

    assert received.draft is None
    assert received.problem
    assert received.problem.text().startswith(sentence.format(name=name))


def test_what_a_file_is_its_content_says_and_its_name_follows(tmp_path: Path) -> None:
    for name, (content, called) in RENAMED.items():
        with EvidenceFiles(tmp_path).draft(BytesIO(content)) as draft:
            received = look_at(draft, name, Settings())
        assert (received.name, received.problem) == (called, None), name
        assert received.media_type == TYPES.get(ending_of(called), TYPES["jpg"]), name


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_that_opens_only_with_a_password_is_refused_and_one_that_forbids_to_print_is_taken(
    algorithm: str, tmp_path: Path
) -> None:
    for password, is_taken in (("open sesame", False), ("", True)):
        path, writer = tmp_path / "locked.pdf", PdfWriter()
        writer.add_blank_page(100, 100)
        writer.encrypt(password, "the owner's", algorithm=algorithm)
        writer.write(path)
        assert look(path, "Order.pdf").sentence == ("" if is_taken else LOCKED)


def test_a_pdf_whose_lock_nobody_can_tell_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    path.write_bytes(PDF.replace(b"<<>>", b"<</Encrypt/Encrypt>>"))

    assert look(path, "Order.pdf").sentence == NOT_OPENED


def test_every_type_is_tried() -> None:
    assert {ending_of(name) for name in GOOD} == set(TYPES)


def test_no_random_bytes_make_the_check_fail(tmp_path: Path) -> None:
    """What it is given comes from outside: cut anywhere, it is refused or taken, and never an error."""
    for name, content in GOOD.items():
        for length in range(1, len(content), max(1, len(content) // 15)):
            path = tmp_path / "cut"
            path.write_bytes(content[:length] + b"\xff" + content[length + 1 :])
            assert look(path, name).name


def said_of(tmp_path: Path, command: str) -> str:
    """Why the file is not taken, if the settings name this scanner."""
    with EvidenceFiles(tmp_path).draft(BytesIO(GOOD["a.pdf"])) as draft:
        received = look_at(draft, "a.pdf", Settings(evidence_scan=command))
    assert (received.draft is None) == (received.problem is not None)
    return received.problem.text() if received.problem else ""


@pytest.mark.parametrize(("command", "said"), [("true", ""), ("false", REFUSED)])
def test_the_scanner_of_the_settings_has_the_last_word(command: str, said: str, tmp_path: Path) -> None:
    assert said_of(tmp_path, command) == said


def test_a_scanner_that_says_nothing_lets_nothing_in_and_the_file_is_not_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "SCAN_LASTS", 0.2)

    for command in ("no-such-scanner --x", "sh -c 'kill -KILL $$'", "sh -c 'exec sleep 600'"):
        assert said_of(tmp_path, command) == NOT_SCANNED


def test_a_scanner_that_was_killed_once_is_asked_again(tmp_path: Path) -> None:
    assert said_of(tmp_path, f"sh -c 'mkdir {tmp_path}/mark 2>/dev/null && kill -KILL $$; true'") == ""


def test_the_scanner_gets_the_path_of_the_file(tmp_path: Path) -> None:
    with EvidenceFiles(tmp_path).draft(BytesIO(GOOD["a.pdf"])) as draft:
        assert look_at(draft, "a.pdf", Settings(evidence_scan="grep -q PDF")).draft
        assert look_at(draft, "a.pdf", Settings(evidence_scan="grep -q EICAR")).problem
