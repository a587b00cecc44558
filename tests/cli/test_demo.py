"""`parity demo` on several days: its round is open, a head can sign, nothing lies in the future, the log is whole."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from shutil import copyfile

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlmodel import Session, SQLModel

from app.assessments.lifecycle import State
from app.cli.bootstrap import open_catalogue, open_settings
from app.cli.demo.cast import PASSWORD
from app.db.installation import DEMO_ROUND
from app.db.session import Database
from app.db.tables.columns import Moment
from app.db.tables.rounds import Assessment, Round, Signature
from app.main import create_app
from tests.app.browser import form
from tests.cli.conftest import FEWER, Run
from tests.clock import stop_clock
from tests.conftest import DEMO_DAY, demo_of

DAYS = [DEMO_DAY, date(2027, 1, 1), date(2028, 2, 29)]
SIGNATURE = "/assessments/demo-2/signature"


@pytest.fixture(scope="module", params=DAYS, ids=str)
def loaded(
    request: pytest.FixtureRequest, migrated_file: Path, demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[date, Path]:
    """The demo of each day, in a SQLite file to be copied; one is whole, and the others have fewer administrations."""
    day: date = request.param
    if day == DEMO_DAY:
        return day, demo_file
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.cli.demo.loading.INVENTED", FEWER)
        return day, demo_of(day, migrated_file, tmp_path_factory.mktemp("demo"))


@pytest.fixture
def day(loaded: tuple[date, Path], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> date:
    """On its noon, in an installation that was loaded that morning."""
    (tmp_path / "var").mkdir()
    copyfile(loaded[1], tmp_path / "var" / "parity.db")
    stop_clock(monkeypatch, datetime.combine(loaded[0], time(12), UTC))
    return loaded[0]


def moments(db: Session) -> Iterator[tuple[str, datetime]]:
    """Every moment that stands in the database, with the name of its column."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Moment):
                for (moment,) in db.execute(select(column).where(column.is_not(None))):
                    yield f"{table.name}.{column.name}", moment


def test_on_any_day_it_is_open_nothing_lies_in_the_future_and_the_log_is_whole(day: date, run: Run) -> None:
    with Database(open_settings().database) as database, database.reading() as db:
        now = db.get_one(Round, DEMO_ROUND)
        noon = datetime.combine(day, time(12), UTC)
        later = {place for place, moment in moments(db) if moment > noon}
        places = {place for place, _ in moments(db)}

    assert now.opens_on < str(day)
    assert (date.fromisoformat(now.due_on) - day).days >= 21
    assert later == set()
    assert {"audit.at", "answer.saved_at", "signature.at", "moderation.at", "publication.at"} <= places
    assert run("audit", "verify").exit_code == 0


def test_on_any_day_a_head_can_sign(day: date) -> None:
    settings = open_settings()
    with TestClient(create_app(settings, open_catalogue()), follow_redirects=False) as head:
        head.post("/sign-in", data={"email": "beatrice@porthalden.example", "password": PASSWORD})
        page = head.get(SIGNATURE)
        typed = form(page.text, SIGNATURE).data(name="Beatrice Wanjiku", title="Commissioner", checked="yes")

        assert head.post(SIGNATURE, data=typed).status_code == 303
        with Database(settings.database) as database, database.reading() as db:
            signed, signature = db.get_one(Assessment, "demo-2"), db.get_one(Signature, ("demo-2", 1))
        assert (signed.state, signature.at) == (State.SIGNED, datetime.combine(day, time(12), UTC))


@pytest.mark.parametrize("typed", ["soon", "2027-02-29", "29.2.2028", "0001-01-01"])
def test_what_is_no_day_is_refused_with_what_to_write(typed: str, run: Run) -> None:
    result = run("demo", "--day", typed)

    assert result.exit_code == 1
    assert f"“{typed}” is not a date. Enter a date, such as 2028-02-29." in result.stderr
