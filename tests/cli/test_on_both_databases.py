"""What commands write stands in either database, and the server finds it there."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from app.cli.bootstrap import open_catalogue, open_settings
from app.db.migrations import migrate
from app.main import create_app
from tests.cli.conftest import FEWER, Run
from tests.engines import ON_BOTH

pytestmark = ON_BOTH


@pytest.fixture
def there(run: Run, fresh_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run`, in a new database on each kind of server."""
    monkeypatch.setenv("PARITY_DATABASE_URL", fresh_url)
    return run


def test_a_database_may_be_migrated_from_nothing_and_again(there: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.bootstrap.migrate", migrate)

    assert [there("migrate").output for _ in range(2)] == ["The database is up to date.\n"] * 2


@pytest.mark.usefixtures("in_this_process")
def test_after_the_demo_the_server_is_ready_and_a_report_can_be_exported(
    there: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cli.demo.loading.INVENTED", FEWER)
    assert there("demo").exit_code == 0
    token = there("token", "create", "--email", "sofia@secretariat.example").stdout.strip()

    with TestClient(create_app(open_settings(), open_catalogue())) as client:
        assert client.get("/readyz").json()["status"] == "ok"
        answer = client.get("/api/v1/assessments", headers={"authorization": f"Bearer {token}"}).json()
    assert len(answer["assessments"]) == len(FEWER) + 1
    assert there("export", "gap", "--assessment", "demo-1", "--out", tmp_path / "gap.xlsx").exit_code == 0
    assert load_workbook(tmp_path / "gap.xlsx")["Summary"]["A1"].value == "Valdoria Customs and Border Service"
    numbers = ("export", "consolidated", "--round", "all", "--table", "workforce", "--out", tmp_path / "numbers.csv")
    assert there(*numbers).exit_code == 0
    assert "WT1a" in (tmp_path / "numbers.csv").read_text("utf-8-sig")


def test_members_and_accounts_are_kept(there: Run) -> None:
    there("members", "import")
    words = ("--email", "ana@example.org", "--name", "Ana", "--role", "coordinator", "--administration", "FR")

    added = there("user", "add", *words, "--password", "a long password")

    assert (added.exit_code, added.stdout) == (0, "Added coordinator ana@example.org.\n")
    assert there("members", "import").stdout == "187 members imported: 0 added, 0 changed.\n"
    assert there("token", "create", "--email", "ana@example.org").exit_code == 0


def test_a_head_is_added_and_shut_out_and_the_installation_is_looked_at(there: Run) -> None:
    there("members", "import")
    ana, hugo = ("--email", "ana@example.org"), ("--email", "hugo@example.org")
    of_france = ("--administration", "FR", "--password", "a long password")

    assert there("user", "add", *ana, "--name", "Ana", "--role", "coordinator", *of_france).exit_code == 0
    assert there("user", "add", *hugo, "--name", "Hugo", "--role", "head", *of_france).stdout.startswith(
        "Added head hugo@example.org.\n"
    )
    assert there("user", "second-factor", *hugo, "--off").exit_code == 0
    assert there("user", "disable", *hugo).stdout == "Disabled hugo@example.org.\n"
    assert "answers and is at migration" in there("check").stdout
