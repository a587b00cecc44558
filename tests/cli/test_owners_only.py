"""Every file of an installation is its owner's only, whatever the shell that started the command allows others."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from app.db.migrations import migrate
from app.files.kept_reports import KeptReports
from app.jobs.checks.file_permissions import open_to_others
from app.settings import Settings
from questionnaires.catalogue import Catalogue
from tests.app.browser import form
from tests.cli.conftest import Run
from tests.journeys.server import install, serving


@pytest.fixture
def open_shell() -> Iterator[None]:
    """Under which everything that is made may be read and written by everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


def readable_by_others(folder: Path) -> list[Path]:
    return [path for path in (folder, *folder.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077]


@pytest.mark.usefixtures("smallest_demo")
def test_what_commands_make_is(run: Run, open_shell: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.bootstrap.migrate", migrate)
    folder = tmp_path / "var"
    for words, made in (
        (("demo",), folder / "parity.db"),
        (("backup", folder / "backup.zip"), folder / "backup.zip"),
        (("export", "gap", "--assessment", "demo-1", "--out", folder / "report.xlsx"), folder / "report.xlsx"),
    ):
        os.umask(0)
        result = run(*words)

        assert (result.exit_code, made.is_file()) == (0, True), result.output
        assert readable_by_others(folder) == []


def test_what_the_server_makes_is(open_shell: None, catalogue: Catalogue, tmp_path: Path) -> None:
    folder, pdf = tmp_path / "var", b"%PDF-1.7\nSent while the server serves.\n%%EOF\n"
    folder.mkdir(mode=0o700)
    os.umask(0o077)
    url = f"sqlite:///{folder / 'parity.db'}"
    install(url, catalogue)
    os.umask(0)
    with serving(url, folder) as server, httpx2.Client(base_url=server.address) as alice:
        alice.cookies.set("parity", "session of alice")
        address = "/assessments/arden-2026/evidence/files"
        fields = form(alice.get(address).text, address).data(title="Order 13")
        sent = alice.post(address, data=fields, files={"file": ("Order 13.pdf", pdf)})
        assert sent.status_code == 303
        made = [path for path in folder.rglob("*") if path.is_file()]
        assert any(path.name.endswith("-wal") for path in made)
        assert any(path.parent.parent.name == "evidence" for path in made)
        assert readable_by_others(folder) == []


def test_what_an_earlier_version_left_open_is_closed_by_the_next_command(run: Run, tmp_path: Path) -> None:
    run("migrate")
    run("keys", "list")
    settings = Settings(data_dir=tmp_path / "var")
    kept_reports = KeptReports(settings.data_dir).folder
    kept_reports.mkdir()
    for path in (settings.data_dir / "parity.db", settings.data_dir / "signing" / "private.key", kept_reports):
        path.chmod(0o755)
    assert len(open_to_others(settings)) == 3

    run("keys", "list")

    assert open_to_others(settings) == []
