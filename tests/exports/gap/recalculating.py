"""LibreOffice calculates our formulas anew: without the values that we stored with them, it has nothing to go by."""

import csv
import re
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

STORED = re.compile(rb"(<c [^>]*?)(?: t=\"str\")?(>\s*<f>[^<]*</f>)<v>[^<]*</v>")
AS_STORED = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false"
"""Comma, double quotes, UTF-8; numbers with all their digits. The number of the sheet follows."""


def without_values(data: bytes) -> bytes:
    """The workbook with formulas alone: no value of ours stands beside them."""
    stripped = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(stripped, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name.startswith("xl/worksheets/"):
                part = STORED.sub(rb"\1\2", part)
                assert b"</f><v>" not in part
            after.writestr(name, part)
    return stripped.getvalue()


def recalculated(folder: Path, workbooks: list[bytes], *, sheet: int) -> list[list[list[str]]]:
    """The rows of one sheet of each, all in one run of LibreOffice, which takes longer to begin than to calculate."""
    files = [folder / f"{number}.xlsx" for number in range(len(workbooks))]
    for file, data in zip(files, workbooks, strict=True):
        file.write_bytes(without_values(data))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    office = ["soffice", profile, "--headless", "--convert-to", f"{AS_STORED},{sheet}", "--outdir", str(folder / "out")]
    subprocess.run([*office, *map(str, files)], check=True, capture_output=True, timeout=300)
    return [_rows(next((folder / "out").glob(f"{file.stem}-*.csv"))) for file in files]


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))
