"""`make bench`: measures what the project promises about speed, and prints it beside the aims.

    python -m tests.bench [whole | smallest] [part ...]

Everything that depends on the machine is a ratio to a yardstick measured in the same run, in turns with it, so that
other work on the machine touches both. Listens on 127.0.0.1 only, ends by itself, leaves nothing behind.
"""

import logging
import os
import platform
import signal
import statistics
import sys
from collections.abc import Collection
from operator import add
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NoReturn

import structlog

from questionnaires.catalogue import Catalogue, load
from tests.bench import coming_back, exporting, figures, pages, workforce
from tests.bench.processes import STARTS, bench_server, free_port, memory_of, start_ups
from tests.bench.rounds import SAVERS, stage_rounds
from tests.bench.saving import People, Reviewers, Savers, Saving, median, p99, slowest
from tests.bench.size import SIZES, WHOLE, Size
from tests.bench.staging import Stage, stage
from tests.bench.table import Aim, line, say, section

LONGEST = 900
PARTS = ("saving", "pages", "figures", "workforce", "workbooks", "rounds", "start")
IDLE = 0.5
FEW = 4
"""People who save at once, beside one and all."""
VALUES_SECONDS = {"xlsx": 10, "csv": 2}


def main(size: Size, parts: Collection[str] = PARTS) -> int:
    begun = perf_counter()
    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGTERM, _ended)
    signal.alarm(LONGEST)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))  # the table stands alone
    catalogue = load()
    say(f"Parity's bench: SQLite, {os.cpu_count()} cores, Python {platform.python_version()}, one server process.")
    if size is not WHOLE:
        say("Not the whole bench: its figures say nothing about speed.")
    busy = os.getloadavg()[0]
    say(f"Load of the machine at the start: {busy:.1f}." + (" Trust the ratios only." if busy > IDLE else ""))
    with TemporaryDirectory(prefix="parity-bench-", ignore_cleanup_errors=True) as folder:
        staged = stage(Path(folder), catalogue, size)
        savers, reviewers, port = Savers(staged, catalogue), Reviewers(staged, catalogue), free_port()
        with bench_server(staged.settings, port) as (pid, _):
            if "saving" in parts:
                _tell_saving("Saving one answer over HTTP", savers, port)
                _tell_saving("Saving one decision of a review over HTTP", reviewers, port)
            if "pages" in parts:
                _tell_pages(pages.measure(port, staged, catalogue), pages.first_visit(port, staged))
            after_load = memory_of(pid)
        saves, wrong = map(add, savers.verify(), reviewers.verify())
        _tell_without_server(parts, catalogue, staged)
        if "rounds" in parts:
            _tell_exports(exporting.measure(stage_rounds(Path(folder), catalogue, size), catalogue, size), size)
        if "start" in parts:
            _tell_start(staged, after_load)
    say()
    say(
        f"{saves} saves were acknowledged; "
        + ("each is stored, answers with their history and audit row." if not wrong else "")
    )
    for sentence in wrong[:10]:
        say(f"  WRONG: {sentence}")
    say(f"Done in {perf_counter() - begun:.0f} s.")
    return 1 if wrong else 0


def _tell_without_server(parts: Collection[str], catalogue: Catalogue, staged: Stage) -> None:
    if "figures" in parts:
        _tell_figures(catalogue, staged)
    if "workforce" in parts:
        _tell_workforce(catalogue, staged)
    if "workbooks" in parts:
        _tell_coming_back(coming_back.proving(catalogue, staged), coming_back.taking_over(catalogue, staged))


def _tell_saving(title: str, people: People, port: int) -> None:
    many = people.stage.size.at_once
    few = min(FEW, many)
    at_once, some, alone = people.measure(port, many), people.measure(port, few), people.measure(port, 1)
    section(title)
    share = statistics.median(at_once.ratios("rate"))
    _tell_rate(f"{many} at once", at_once, Aim(share, 0.3, at_least=True))
    _tell_latency(f"{many} at once", at_once)
    spread = p99(at_once.saves) / median(at_once.saves, "p50")
    line(f"{many} at once, p99 beside p50", "", "", f"{spread:.1f} x", Aim(spread, 2, " x"))
    _tell_rate("one at a time", alone)
    _tell_latency("one at a time", alone, middle=Aim(statistics.median(alone.ratios("p50")), 3, " x"))
    longest, count = slowest(alone.saves), sum(len(saves.took) for saves in alone.saves)
    line("one at a time, slowest", f"{longest:.1f} ms", f"of {count} saves", "", Aim(longest, 40, " ms"))
    for number, saving in ((few, some), (many, at_once)):
        beside = median(saving.saves, "rate") / median(alone.saves, "rate")
        rate = f"{median(saving.saves, 'rate'):.0f}/s"
        line(f"{number} at once beside one", rate, "", f"{beside:.2f} x", Aim(beside, 1, " x", at_least=True))
    line("load generator's share of a core", f"{100 * median(at_once.saves, 'cpu'):.0f} %")


def _tell_rate(name: str, saving: Saving, aim: Aim | None = None) -> None:
    upsert, ratios = f"upsert {median(saving.upserts, 'rate'):.0f}/s", sorted(saving.ratios("rate"))
    line(name, f"{median(saving.saves, 'rate'):.0f}/s", upsert, f"{statistics.median(ratios):.3f}", aim)
    line("  its rounds", "", "", f"{ratios[0]:.3f}", None, f"to {ratios[-1]:.3f}")


def _tell_latency(name: str, saving: Saving, *, middle: Aim | None = None) -> None:
    save, upsert, ratio = median(saving.saves, "p50"), median(saving.upserts, "p50"), saving.ratios("p50")
    line(f"{name}, p50", f"{save:.2f} ms", f"upsert {upsert:.2f} ms", f"{statistics.median(ratio):.1f} x", middle)
    save, upsert = p99(saving.saves), p99(saving.upserts)
    line(f"{name}, p99", f"{save:.2f} ms", f"upsert {upsert:.2f} ms", f"{save / upsert:.1f} x")


def _tell_pages(measured: dict[str, pages.Figures], visit: dict[str, int]) -> None:
    section("Pages, compressed, one at a time")
    aims = dict(zip(measured, ((8, 6), (9, 4), (15, 3), (12, 3)), strict=True))
    for name, page in measured.items():
        ms, queries = aims[name]
        line(name, f"{page.ms:.1f} ms", f"upsert {page.upsert:.2f} ms", f"{page.ratio:.1f} x", Aim(page.ms, ms, " ms"))
        line("  size", f"{page.kilobytes:.1f} KB", "", "", Aim(page.kilobytes, 14, " KB"))
        line("  queries", f"{page.queries}", "", "", Aim(page.queries, queries))
    total = sum(visit.values()) / 1000
    line("first visit, everything counted", f"{total:.1f} KB", f"{len(visit)} answers", "", Aim(total, 60, " KB"))


def _tell_figures(catalogue: Catalogue, staged: Stage) -> None:
    section("Scoring, signing and the gap report")
    pair = figures.score_one(catalogue, staged)
    bare = f"one exact sum {pair.yardstick:.2f} ms"
    line("score one assessment", f"{pair.ms:.2f} ms", bare, f"{pair.ratio:.1f} x", Aim(pair.ms, 1, " ms"))
    signing = figures.sign_off(catalogue, staged)
    bare = f"score once {signing.yardstick:.2f} ms"
    line("check and sign one assessment", f"{signing.ms:.1f} ms", bare, f"{signing.ratio:.1f} x")
    size = staged.size
    sets, seconds = figures.score_everybody(catalogue, size)
    line(
        f"score {size.administrations} x {size.years} years",
        f"{seconds:.2f} s",
        f"{sets} sets of answers",
        "",
        Aim(seconds, 2, " s"),
    )
    report = figures.gap_report(catalogue, staged)
    times = report.times
    bare = f"same cells {times.yardstick:.0f} ms"
    line("sealed gap report", f"{times.ms:.0f} ms", bare, f"{times.ratio:.2f} x", Aim(times.ratio, 1.9, " x"))
    line("  size", f"{report.kilobytes:.0f} KB", f"{report.cells} cells")


def _tell_workforce(catalogue: Catalogue, staged: Stage) -> None:
    section("Workforce statistics")
    saving = workforce.saving(catalogue, staged)
    bare = f"one answer {saving.yardstick:.2f} ms"
    line("save one number", f"{saving.ms:.2f} ms", bare, f"{saving.ratio:.2f} x", Aim(saving.ratio, 1, " x"))
    pair = workforce.figures(catalogue, staged)
    line("figures of one administration", f"{pair.ms:.1f} ms", "", "", Aim(pair.ms, 30, " ms"))
    seconds = workforce.protecting(catalogue, staged)
    line("hide what is small, of one", f"{seconds:.2f} s", "", "", Aim(seconds, 1, " s"))
    seconds = workforce.protecting_a_round(catalogue, staged)
    line(f"  of {staged.size.administrations}", f"{seconds:.1f} s", "", "", Aim(seconds, 90, " s"))


def _tell_coming_back(proving: figures.Pair, taking_over: figures.Pair) -> None:
    section("Workbooks that come back")
    for name, pair in (("prove a gap report", proving), ("take over all answers, with preview", taking_over)):
        line(name, f"{pair.ms:.0f} ms", f"openpyxl reads it {pair.yardstick:.0f} ms", f"{pair.ratio:.1f} x")


def _tell_exports(exports: exporting.Exports, size: Size) -> None:
    section(f"A whole round, and the values of {size.years}")
    warm = exports.warm
    bare, ratio = f"one core {exports.alone:.1f} s", exports.alone / warm.seconds
    line(
        f"{size.administrations} reports as ZIP",
        f"{warm.seconds:.1f} s",
        bare,
        f"{ratio:.2f}",
        Aim(warm.seconds, 12, " s"),
    )
    cold = exports.cold
    ratio = exports.alone / cold.seconds
    line("  with processes that begin", f"{cold.seconds:.1f} s", bare, f"{ratio:.2f}", Aim(cold.seconds, 20, " s"))
    again = exports.unchanged
    line("  again with nothing changed", f"{again.seconds:.2f} s", "", "", Aim(again.seconds, 1.5, " s"))
    line("  first byte", f"{cold.first:.2f} s", "", "", Aim(cold.first, 1, " s"))
    line("  peak memory of all processes", f"{cold.memory:.0f} MB", f"file {cold.megabytes:.1f} MB")
    line("  processor time", f"{warm.cpu:.1f} s", f"of {warm.seconds:.1f} s", f"{warm.cpu / warm.seconds:.2f}")
    beside = p99([exports.beside])
    count, saves = len(exports.beside.took), f"{SAVERS} savers beside it, p99"
    line(f"  {saves}", f"{beside:.1f} ms", f"of {count} saves", "", Aim(beside, 150, " ms"))
    for kind, values in exports.values.items():
        file, aim = f"file {values.megabytes:.1f} MB", Aim(values.seconds, VALUES_SECONDS[kind], " s")
        line(f"values of {size.years} rounds as {kind}", f"{values.seconds:.1f} s", file, "", aim)
        line("  peak memory of all processes", f"{values.memory:.0f} MB")


def _tell_start(staged: Stage, after_load: float) -> None:
    section("The process")
    start = start_ups(staged.settings, staged.size.turns_of(STARTS))
    ratio, imports = start.seconds / start.imports, f"imports {start.imports:.2f} s"
    line("start-up to ready", f"{start.seconds:.2f} s", imports, f"{ratio:.1f} x", Aim(start.seconds, 1.4, " s"))
    line("memory, idle", f"{start.memory:.0f} MB", "", "", Aim(start.memory, 120, " MB"))
    line("memory, after this bench", f"{after_load:.0f} MB")


def _too_long(*_: object) -> NoReturn:
    raise TimeoutError(f"the bench took longer than {LONGEST} s")


def _ended(*_: object) -> NoReturn:
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main(SIZES[sys.argv[1] if len(sys.argv) > 1 else "whole"], sys.argv[2:] or PARTS))
