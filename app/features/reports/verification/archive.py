"""A ZIP of many files, or the folder that it was unpacked to: each file against the signed manifest beside it."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from app.features.reports.verification.members import judged
from app.features.reports.verification.verdict import Outcome, Verdict
from app.files.zip_errors import BROKEN
from exports.manifest import FILE, MOST_BYTES, ForeignManifest, Listed, Manifest, NoManifest, read_manifest
from exports.reading.container import MOST_BYTES as MOST_OF_WORKBOOK
from exports.sealing import CellChange
from questionnaires.problems import N_, Problem

CHUNK = 1 << 20
LITTER = (".ds_store", "thumbs.db", "desktop.ini")
ALL = N_("All {files} files are as they were created.")
NOTHING_ELSE = N_(
    "{same} of {files} files are as they were created. The others were saved again or filled in, and their own seals "
    "prove them."
)
CHANGED = N_("The list of files is ours, but files were changed after they were created. The changes are listed.")
NOT_OURS = N_("The list of files is ours, but a file in it is not, or has no seal. It is listed.")
WORKBOOK = "[Content_Types].xml"
Files = Mapping[str, Callable[[], IO[bytes]]]
"""How to open each file, by its name beside the manifest."""


class BrokenArchive(Exception):
    """It begins or ends as a ZIP, and is none."""


def is_archive(path: Path) -> bool:
    """A workbook is a ZIP too. Raises OSError or BrokenArchive."""
    if path.is_dir():
        return True
    if not zipfile.is_zipfile(path):
        return False
    with _opened(path) as archive:
        return WORKBOOK not in archive.namelist()


def verdict_of_archive(path: Path, public_keys: Mapping[str, bytes]) -> Verdict:
    """Raises OSError or BrokenArchive."""
    if path.is_dir():
        return _verdict(_files_in(path), "", public_keys)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    with _opened(path) as archive:
        return _verdict(_members_of(archive), sha256, public_keys)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise BrokenArchive from error
    with archive:
        yield archive


def _files_in(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): _opener(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _members_of(archive: zipfile.ZipFile) -> Files:
    """Of two members with one name the second is told apart, so that it is found to be too many."""
    files: dict[str, Callable[[], IO[bytes]]] = {}
    for info in archive.infolist():
        if not info.is_dir():
            name = info.filename
            while name in files:
                name += " (twice)"
            files[name] = _member_opener(archive, info)
    return files


def _member_opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(info)


def _verdict(files: Files, sha256: str, public_keys: Mapping[str, bytes]) -> Verdict:
    """The manifest may lie in the one folder that a ZIP was made of."""
    manifest_name = min(
        (name for name in files if name.rpartition("/")[2] == FILE), key=lambda name: name.count("/"), default=""
    )
    try:
        manifest = _manifest(files, manifest_name, public_keys)
    except ForeignManifest:
        return Verdict(Outcome.FOREIGN, sha256)
    except NoManifest:
        return Verdict(Outcome.NO_SEAL, sha256)
    folder = manifest_name.removesuffix(FILE)
    differing = [*_changed(files, folder, manifest, public_keys), *_added(files, folder, manifest)]
    changed = tuple(change for change in differing if not change.is_open)
    open_changes = tuple(change for change in differing if change.is_open)
    outcome, sentence = _outcome(changed, open_changes, len(manifest.files))
    return Verdict(outcome, sha256, manifest.about, manifest.signature.key, changed, open_changes, sentence=sentence)


def _outcome(changed: Sequence[CellChange], open_changes: Sequence[CellChange], files: int) -> tuple[Outcome, Problem]:
    if any(change.kind == "file not ours" for change in changed):
        return Outcome.NO_SEAL, Problem("file", NOT_OURS)
    if changed:
        return Outcome.CHANGED, Problem("file", CHANGED)
    again = sum(change.kind in ("file saved again", "file filled in") for change in open_changes)
    if again:
        names = {"files": files, "same": files - again}
        is_filled_in = any(change.kind == "file filled in" for change in open_changes)
        return Outcome.FILLED_IN if is_filled_in else Outcome.UNCHANGED, Problem("file", NOTHING_ELSE, names)
    return Outcome.UNCHANGED, Problem("file", ALL, {"files": files})


def _manifest(files: Files, name: str, public_keys: Mapping[str, bytes]) -> Manifest:
    if not name:
        raise NoManifest
    try:
        with files[name]() as file:
            data = file.read(MOST_BYTES)
    except BROKEN:
        raise NoManifest from None
    return read_manifest(data, public_keys)


def _changed(files: Files, folder: str, manifest: Manifest, public_keys: Mapping[str, bytes]) -> list[CellChange]:
    changes: list[CellChange] = []
    for listed in manifest.files:
        name = folder + listed.name
        if name not in files:
            changes.append(CellChange(listed.name, kind="file missing"))
        elif not _is_whole(files[name], listed):
            changes += _judged(listed.name, files[name], manifest.about, public_keys)
    return changes


def _judged(
    name: str, opened: Callable[[], IO[bytes]], about: Mapping[str, str], public_keys: Mapping[str, bytes]
) -> list[CellChange]:
    """A report may be saved again or filled in, and is still genuine."""
    if name.endswith(".xlsx"):
        data = None
        with suppress(*BROKEN), opened() as file:
            data = file.read(MOST_OF_WORKBOOK + 1)
        if data is not None:
            return judged(name, data, about, public_keys)
    return [CellChange(name, kind="file changed")]


def _added(files: Files, folder: str, manifest: Manifest) -> list[CellChange]:
    own = {folder + FILE, *(folder + listed.name for listed in manifest.files)}
    return [CellChange(name, kind="file added") for name in files if name not in own and not _is_litter(name)]


def _is_litter(name: str) -> bool:
    """What the system of whoever unpacked the ZIP leaves in folders."""
    return name.rpartition("/")[2].casefold() in LITTER


def _is_whole(opened: Callable[[], IO[bytes]], listed: Listed) -> bool:
    """No more of a file is read than it should have."""
    digest, left = hashlib.sha256(), listed.size + 1
    with suppress(*BROKEN), opened() as file:
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
        return left == 1 and digest.hexdigest() == listed.sha256
    return False
