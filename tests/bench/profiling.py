"""`make profile`: where one save, one page and one report spend their time, by package and by function of ours.

    python -m tests.bench.profiling

Everything runs in one thread, so that the profiler sees all of it; what waits for the disk counts as time too. The
profiler makes small functions look dearer than they are: trust the order, and `make bench` for what is gained.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from unittest.mock import patch

import structlog
from httpx2 import ASGITransport, AsyncClient

from app.access.loaders import ANY_ONE
from app.assessments.reads import one_assessment
from app.assessments.report.gap_report import report_of, workbook_of
from app.db.session import Database
from app.files.signing_keys import signer_of
from app.main import create_app
from questionnaires.catalogue import Catalogue, load
from tests.bench.size import SMALLEST
from tests.bench.staging import Stage, stage
from tests.bench.table import say

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "exports", "scoring", "questionnaires")
TIMES = 60
PACKAGES, FUNCTIONS = 12, 25
INDICATOR = "RC-01"


async def here(function: Callable[..., Any], *arguments: Any, **_options: Any) -> Any:
    """In place of handing work to a thread."""
    return function(*arguments)


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    catalogue = load()
    with TemporaryDirectory(prefix="parity-profile-", ignore_cleanup_errors=True) as folder:
        staged = stage(Path(folder), catalogue, SMALLEST)
        with patch("anyio.to_thread.run_sync", here):
            asyncio.run(profile_requests(staged, catalogue))
        profile_report(staged, catalogue)


async def profile_requests(staged: Stage, catalogue: Catalogue) -> None:
    app = create_app(staged.settings, catalogue)
    assessment, person = staged.coordinators[0]
    headers = {"cookie": person.cookie, "sec-fetch-site": "same-origin", "hx-request": "true"}
    async with AsyncClient(transport=ASGITransport(app), base_url="http://bench", headers=headers) as client:
        revision = 1

        async def save() -> None:
            nonlocal revision
            form = {"form_token": person.form_token, "revision": str(revision), "choice": str(revision % 5)}
            answer = await client.post(f"/assessments/{assessment}/answers/{INDICATOR}", data=form)
            assert answer.status_code == 200, answer.text
            revision += 1

        async def element_page() -> None:
            answer = await client.get(f"/assessments/{assessment}/elements/E4.1")
            assert answer.status_code == 200, answer.text

        await profiled("One save, with the fragment that answers it", save)
        await profiled("The page of an element", element_page)


def profile_report(staged: Stage, catalogue: Catalogue) -> None:
    signer = signer_of(staged.settings)

    async def report() -> None:
        with Database(staged.settings.database) as database, database.reading() as db:
            row = db.connection().execute(ANY_ONE, {"assessment": staged.coordinators[0][0]}).one()
            content = report_of(db, one_assessment(row, catalogue), "en", with_moderated=False)
        workbook_of(content, signer)

    asyncio.run(profiled("One gap report, gathered, drawn and sealed", report, times=5))


async def profiled(title: str, act: Callable[[], Awaitable[None]], times: int = TIMES) -> None:
    await act()
    begun = perf_counter()
    for _ in range(times):
        await act()
    alone = 1000 * (perf_counter() - begun) / times
    profile = Profile()
    with profile:
        for _ in range(times):
            await act()
    tell(title, alone, Stats(profile))


def tell(title: str, alone: float, stats: Stats) -> None:
    """Of each package its own time, built-in functions apart; of our functions the time with all that they call."""
    measured: dict[tuple[str, int, str], tuple[int, int, float, float, Any]] = stats.stats  # type: ignore[attr-defined]
    whole = sum(own for _, _, own, _, _ in measured.values())
    packages, ours = defaultdict[str, float](float), defaultdict[str, float](float)
    for (file, line, name), (_, _, own, together, _) in measured.items():
        package = package_of(file)
        packages[package] += own
        if package.split("/")[0] in ROOMS and not name.startswith("<"):
            ours[f"{Path(file).relative_to(ROOT)}:{line} {name}"] += together
    say()
    say(f"{title}: {alone:.1f} ms; of the time under the profiler")
    say()
    for package, own in largest(packages, PACKAGES):
        say(f"  {100 * own / whole:4.1f} %  {package}")
    say()
    for name, together in largest(ours, FUNCTIONS):
        say(f"  {100 * together / whole:4.1f} %  {name}")


def largest(times: Mapping[str, float], most: int) -> list[tuple[str, float]]:
    return sorted(times.items(), key=lambda pair: pair[1], reverse=True)[:most]


def package_of(file: str) -> str:
    """A room with its storey, the package of a library, or the standard library."""
    path = Path(file)
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1]
    if path.is_relative_to(ROOT):
        return "/".join(path.relative_to(ROOT).parts[:2])
    return "built-in functions" if file == "~" else "the standard library"


if __name__ == "__main__":
    main()
