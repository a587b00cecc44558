"""Files and databases that commands never asked for, each as its own program writes it."""

import gzip
import io
import json
import resource
import sqlite3
import zipfile
from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile

from openpyxl import Workbook

GOOD = {"profile": {}, "answers": {"RC-01": {"state": "answered", "value": 3, "comment": "née"}}}
TEXT = json.dumps(GOOD, ensure_ascii=False)
TWICE = '{"answers": {"RC-01": {"state": "unknown"}, "RC-01": {"state": "unknown"}}}'


def zipped(members: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def locked(content: bytes) -> bytes:
    """With the mark of encryption at each member, in front of it and in the list at the end."""
    data = bytearray(content)
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(start)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(start, place + 4)
    return bytes(data)


def workbook() -> bytes:
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


def files_of_every_kind(folder: Path, backup: bytes) -> dict[str, Path]:
    """`backup` is one of this program; a file that is not there is among them."""
    contents = {
        "empty": b"",
        "blanks": b" \r\n\0\0",
        "Latin-1": TEXT.encode("latin-1"),
        "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        "workbook": workbook(),
        "old Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(40),
        "gzip": gzip.compress(TEXT.encode()),
        "web page": b"<!doctype html><title>Sign in</title>",
        "key": b"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n",
        "YAML": b"profile: {}\nanswers:\n  RC-01:\n    state: unknown\n",
        "CSV": b"indicator;value\r\nRC-01;3\r\n",
        "log": b"2026-11-29 12:00:00 INFO served\n" * 50,
        "a list in JSON": b"[]",
        "NaN": b'{"answers": {"RC-01": {"state": "answered", "value": NaN}}}',
        "Infinity": b'{"profile": {"profile.staff_total": -Infinity}}',
        "too large": b'{"profile": {"profile.staff_total": 1e999}}',
        "endless digits": b'{"profile": {"profile.staff_total": ' + b"9" * 5_000 + b"}}",
        "twice": TWICE.encode(),
        "nested": b'{"answers": ' + b"[" * 60_000,
        "cut": TEXT.encode()[:-9],
        "scorecard": b'{"questionnaire": "2026.1", "overall": {}, "pillars": [], "indicators": []}',
        "backup zipped again": zipped({"backup-2026.zip": backup}),
        "backup in a folder": zipped({"parity/manifest.json": b"{}", "parity/tables/audit.jsonl": b""}),
        "cut backup": backup[: len(backup) // 2],
        "locked backup": locked(backup),
        "round": zipped({"manifest.json": b'{"format": "parity-manifest-1"}', "a.xlsx": b""}),
    }
    files = {}
    for number, (kind, content) in enumerate(contents.items()):
        files[kind] = folder / f"given-{number}"
        files[kind].write_bytes(content)
    files |= {"missing": folder / "nowhere", "folder": folder / "given-folder", "bad name": folder / "given-\udcff"}
    files["folder"].mkdir()
    files["bad name"].write_bytes(b"{")
    files["memory of a process"] = Path("/proc/self/mem")
    return files


def databases_of_every_kind(folder: Path, migrated: Path) -> dict[str, Path]:
    """Files of SQLite; `migrated` is one of this program."""
    databases = {kind: folder / f"{kind.replace(' ', '-')}.db" for kind in ("no database", "other program", "newer")}
    databases["no database"].write_bytes(b"Dear colleagues,\n" * 300)
    _changed(databases["other program"], "CREATE TABLE contacts (id INTEGER)", "INSERT INTO contacts VALUES (1)")
    copyfile(migrated, databases["newer"])
    _changed(databases["newer"], "UPDATE alembic_version SET version_num = '999'")
    databases["folder"] = folder / "a-folder.db"
    databases["folder"].mkdir()
    return databases


def older(path: Path, migrated: Path) -> Path:
    copyfile(migrated, path)
    _changed(path, "UPDATE alembic_version SET version_num = '001'")
    return path


def _changed(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


class full_disk:
    """No file grows beyond what SQLite needs to read, for this process."""

    def __enter__(self) -> None:
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (35_000, self.before[1]))

    def __exit__(self, *_error: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)
