"""LibreOffice, which opens workbooks, calculates, saves them again and prints them."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

LASTS = 900
"""Seconds: it works on many files in one run, and other processes may take all cores."""


def convert(files: Iterable[Path], into: str, out: Path) -> None:
    """Each file anew in the folder `out`, all in one run, which takes longer to begin than to do its work."""
    profile = f"-env:UserInstallation=file://{out.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", into, "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=LASTS)
