"""`parity verify` of a whole round, as a folder or as a ZIP."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from exports.manifest import Listed, manifest_bytes
from exports.signing import Signer
from tests.cli.conftest import Changed, Run

RoundOf = Callable[..., Path]


@pytest.fixture
def archive(office: Path, tmp_path: Path) -> Path:
    """A folder with two files and their manifest, as a round leaves."""
    signer = signer_of_office(office)
    files = {"reports/one.xlsx": b"one", "two.txt": b"two"}
    listed = [Listed(name, sha256(data).hexdigest(), len(data)) for name, data in files.items()]
    folder = tmp_path / "round-2026"
    (folder / "reports").mkdir(parents=True)
    for name, data in {**files, "manifest.json": manifest_bytes({"round": "2026"}, listed, signer)}.items():
        (folder / name).write_bytes(data)
    return folder


def signer_of_office(office: Path) -> Signer:
    return Signer(bytes.fromhex((office / "var" / "signing" / "private.key").read_text()))


def test_a_round_is_proven_as_a_folder_and_as_a_zip(verify: Run, archive: Path, tmp_path: Path) -> None:
    inside = shutil.make_archive(str(tmp_path / "inside"), "zip", archive)
    around = shutil.make_archive(str(tmp_path / "around"), "zip", tmp_path, archive.name)

    result = verify(archive, inside, around)

    assert result.exit_code == 0, result.output
    assert result.stdout.count("Genuine and unchanged.") == 3
    assert result.stdout.count("Round: 2026") == 3


def test_what_became_of_the_files_of_a_round_is_told(verify: Run, archive: Path) -> None:
    (archive / "two.txt").write_bytes(b"owt")
    (archive / "reports" / "one.xlsx").rename(archive / "reports" / "added.xlsx")

    result = verify(archive)

    assert result.exit_code == 1
    assert "two.txt  The file was changed." in result.stdout
    assert "reports/one.xlsx  The file is missing." in result.stdout
    assert "reports/added.xlsx  The file was added." in result.stdout


def test_a_longer_file_of_a_round_is_changed(verify: Run, archive: Path) -> None:
    (archive / "two.txt").write_bytes(b"twoo")

    assert verify(archive).exit_code == 1


def test_a_name_that_stands_twice_in_a_zip_is_told(verify: Run, archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    with ZipFile(path, "w") as zipped:
        for file in ("manifest.json", "reports/one.xlsx", "two.txt"):
            zipped.writestr(file, (archive / file).read_bytes())
        with pytest.warns(UserWarning, match="Duplicate"):
            zipped.writestr("two.txt", b"forged")

    result = verify(path)

    assert result.exit_code == 1
    assert "two.txt (twice)  The file was added." in result.stdout


def damaged(archive: Path, path: Path, name: str, *, at: int = 30) -> Path:
    """A packed ZIP with some bytes of this member overwritten."""
    with ZipFile(path, "w", ZIP_DEFLATED) as zipped:
        for file in ("manifest.json", "reports/one.xlsx", "two.txt"):
            zipped.write(archive / file, file)
        begins = zipped.getinfo(name).header_offset + at + len(name)
    content = bytearray(path.read_bytes())
    content[begins : begins + 4] = b"\xff" * 4
    path.write_bytes(content)
    return path


def test_a_file_of_a_round_that_cannot_be_unpacked_is_changed(verify: Run, archive: Path, tmp_path: Path) -> None:
    result = verify(damaged(archive, tmp_path / "member.zip", "two.txt"))

    assert result.exit_code == 1
    assert "two.txt  The file was changed." in result.stdout


def test_a_broken_zip_is_not_ours_and_the_files_after_it_are_still_checked(
    verify: Run, archive: Path, office: Path, tmp_path: Path
) -> None:
    manifest = damaged(archive, tmp_path / "manifest.zip", "manifest.json")
    ends = tmp_path / "ends.zip"
    ends.write_bytes(manifest.read_bytes().replace(b"PK\1\2", b"PK\0\0"))
    strange = tmp_path / "strange.zip"
    whole = damaged(archive, tmp_path / "whole.zip", "two.txt").read_bytes()
    entry = whole.index(b"PK\1\2")
    strange.write_bytes(whole[: entry + 6] + b"\xff\x00" + whole[entry + 8 :])

    result = verify(manifest, ends, strange, office / "report.xlsx")

    assert result.exit_code == 2
    assert "manifest.zip: Not ours." in result.stdout
    assert "ends.zip: Not readable. The file is damaged" in result.stdout
    assert "strange.zip: Not readable. The file is damaged" in result.stdout
    assert "report.xlsx: Genuine and unchanged." in result.stdout


@pytest.fixture
def round_of(office: Path, tmp_path: Path) -> RoundOf:
    """A round whose only report is the given one; `as_left` is what stands in its manifest."""

    def make(report: Path, of_round: str | None = None) -> Path:
        as_left = (office / "report.xlsx").read_bytes()
        listed = [Listed("report.xlsx", sha256(as_left).hexdigest(), len(as_left))]
        folder = tmp_path / "round"
        folder.mkdir()
        about = {"round": of_round} if of_round else {}
        (folder / "manifest.json").write_bytes(manifest_bytes(about, listed, signer_of_office(office)))
        (folder / "report.xlsx").write_bytes(report.read_bytes())
        return folder

    return make


def test_a_good_round_says_how_many_files_were_compared_and_forgives_litter(verify: Run, archive: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "reports/desktop.ini"):
        (archive / name).write_bytes(b"litter")

    result = verify(archive)

    assert result.exit_code == 0
    assert "Genuine and unchanged. All 2 files are as they were created." in result.stdout


def test_a_report_of_a_round_that_was_only_saved_again_is_no_alarm(
    verify: Run, round_of: RoundOf, changed: Changed
) -> None:
    result = verify(round_of(changed()))

    assert result.exit_code == 0, result.output
    assert (
        "Genuine and unchanged. 0 of 1 files are as they were created. The others were saved again or filled in"
        in result.stdout
    )
    assert "Its own seal proves that it is genuine and unchanged. It says: Valdoria Customs" in result.stdout


def test_a_changed_report_of_a_round_lists_its_cells(verify: Run, round_of: RoundOf, changed: Changed) -> None:
    result = verify(round_of(changed(("Answers", "A4", "FORGED"))))

    assert result.exit_code == 1
    assert "report.xlsx: Answers  A4: was “RC-02”, is now “FORGED”" in result.stdout


def test_a_report_of_another_round_does_not_pass_for_one_that_was_saved_again(
    verify: Run, round_of: RoundOf, changed: Changed
) -> None:
    result = verify(round_of(changed(), of_round="Another"))

    assert result.exit_code == 1
    assert "report.xlsx  The file is a genuine report, but not one of this round" in result.stdout


def test_a_foreign_workbook_under_a_listed_name_is_not_ours(verify: Run, round_of: RoundOf, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "foreign.xlsx")

    result = verify(round_of(tmp_path / "foreign.xlsx"))

    assert result.exit_code == 2
    assert "Not ours. The list of files is ours, but a file in it is not" in result.stdout
    assert "report.xlsx  The file was changed or replaced, and does not have our seal." in result.stdout
    assert "The file is ours" not in result.stdout


def test_a_manifest_of_another_key_and_none_at_all_are_not_ours(verify: Run, archive: Path) -> None:
    (archive / "manifest.json").write_bytes(manifest_bytes({}, [], Signer(bytes(32))))
    assert verify(archive).exit_code == 2

    (archive / "manifest.json").unlink()
    result = verify(archive)

    assert result.exit_code == 2
    assert "Not ours" in result.stdout
