"""LibreOffice, which opens workbooks, calculates, saves them again and prints them."""

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

LASTS = 900
"""Seconds: it works on many files in one run, and other processes may take all cores."""


def convert(files: Iterable[Path], into: str, out: Path) -> None:
    """Each file anew in the folder `out`, all in one run, which takes longer to begin than to do its work."""
    profile = f"-env:UserInstallation=file://{out.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", into, "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=LASTS)


def convert_all(folder: Path, workbooks: Mapping[str, bytes], into: str) -> dict[str, Path]:
    """What becomes of each workbook, by the same names."""
    files = [folder / f"{name}.xlsx" for name in workbooks]
    for file, data in zip(files, workbooks.values(), strict=True):
        file.write_bytes(data)
    convert(files, into, folder / "out")
    return {name: folder / "out" / f"{name}.{into}" for name in workbooks}
