"""Which files are taken: by ending and by content together."""

from io import BytesIO
from pathlib import Path

import pytest

from app.evidence_files import EvidenceFiles
from app.keeping_evidence.file_types import TYPES, problem_with
from app.keeping_evidence.receiving import look_at
from app.settings import Settings
from tests.app.keeping_evidence.office import BAD, GOOD


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken_with_the_type_of_its_ending(name: str, tmp_path: Path) -> None:
    with EvidenceFiles(tmp_path).draft(BytesIO(GOOD[name])) as draft:
        received = look_at(draft, name, Settings())

    assert received.problem is None
    assert received.media_type == TYPES[name.rpartition(".")[2].lower()].media_type


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    content, sentence = BAD[name]
    with EvidenceFiles(tmp_path).draft(BytesIO(content)) as draft:
        received = look_at(draft, name, Settings())

    assert received.draft is None
    assert received.problem
    assert received.problem.text().startswith(sentence)


def test_every_type_is_tried() -> None:
    assert {name.rpartition(".")[2].lower() for name in GOOD} == set(TYPES)


def test_no_random_bytes_make_the_check_fail(tmp_path: Path) -> None:
    """What it is given comes from outside: cut anywhere, it is refused or taken, and never an error."""
    for name, content in GOOD.items():
        for length in range(1, len(content), max(1, len(content) // 40)):
            path = tmp_path / "cut"
            path.write_bytes(content[:length] + b"\xff" + content[length + 1 :])
            assert isinstance(problem_with(path, name.rpartition(".")[2].lower()), str)


@pytest.mark.parametrize(("command", "is_taken"), [("true", True), ("false", False), ("no-such-scanner --x", False)])
def test_the_scanner_of_the_settings_has_the_last_word(command: str, is_taken: bool, tmp_path: Path) -> None:
    with EvidenceFiles(tmp_path).draft(BytesIO(GOOD["a.pdf"])) as draft:
        received = look_at(draft, "a.pdf", Settings(evidence_scan=command))

    assert (received.draft is not None) is is_taken


def test_the_scanner_gets_the_path_of_the_file(tmp_path: Path) -> None:
    with EvidenceFiles(tmp_path).draft(BytesIO(GOOD["a.pdf"])) as draft:
        assert look_at(draft, "a.pdf", Settings(evidence_scan="grep -q PDF")).draft
        assert look_at(draft, "a.pdf", Settings(evidence_scan="grep -q EICAR")).problem
