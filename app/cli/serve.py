"""Commands that run the server and prepare its database."""

import gc
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from fastapi import FastAPI

from app.access.identity import utc_now
from app.assessments.deadlines import is_day
from app.cli.bootstrap import (
    open_catalogue,
    open_database,
    open_migrated,
    open_settings,
    require_server_key,
    require_signing_key,
)
from app.cli.demo.cast import PASSWORD
from app.cli.demo.loading import load_demo
from app.cli.output import echo, give_up
from app.main import create_app
from app.settings import Settings
from app.web import logs
from questionnaires.catalogue import Catalogue
from questionnaires.numbers import plain_digits

OWN_STEPS = 3
ROOT = Path(__file__).parents[2]
WATCHED = ("app", "exports", "migrations", "questionnaires", "scoring")
KINDS = ("*.py", "*.html", "*.js", "*.css", "*.svg", "*.json", "*.yaml", "*.csv", "*.po")


def start(steps_before: int = 0, reload: bool = False) -> None:
    """Migrate, load the demo round where nothing is, and serve: what `make run` does after its own steps."""
    step = _counting(steps_before)
    catalogue, settings = open_catalogue(), open_settings()
    _refuse_taken_port(settings)
    step("database: bring it up to date")
    with open_migrated(settings, catalogue) as database:
        step("demo round: load it if there is none")
        _tell_accounts(load_demo(database, catalogue, utc_now().date()), settings)
    step(f"server: http://{settings.host}:{settings.port} (stop it with Ctrl-C)")
    if reload:
        _serve_reloading(settings)
    else:
        _serve(settings, catalogue)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; PARITY_HOST.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; PARITY_PORT.")] = 0,
    migrate: Annotated[bool, typer.Option("--migrate", help="Bring the database up to date first.")] = False,
) -> None:
    """Serve the pages and the API."""
    catalogue, settings = open_catalogue(), open_settings()
    settings = settings.model_copy(update={"host": host or settings.host, "port": port or settings.port})
    _refuse_taken_port(settings)
    (open_migrated if migrate else open_database)(settings, catalogue).close()
    _serve(settings, catalogue)


def migrate() -> None:
    """Bring the database up to date."""
    open_migrated(open_settings(), open_catalogue()).close()
    echo("The database is up to date.")


def demo(
    day: Annotated[str, typer.Option(help="The date to load it for, such as 2028-02-29. Default: today.")] = "",
) -> None:
    """Load the demo: ten invented administrations in an open round and the previous one, with accounts of each kind."""
    on = plain_digits(day.strip())
    if on and not is_day(on):
        give_up(f"“{day}” is not a date. Enter a date, such as 2028-02-29.")
    catalogue, loaded_on = open_catalogue(), date.fromisoformat(on) if on else utc_now().date()
    settings = open_settings()
    with open_migrated(settings, catalogue) as database:
        _tell_accounts(load_demo(database, catalogue, loaded_on), settings)


def _counting(before: int) -> Callable[[str], None]:
    done = before

    def step(what: str) -> None:
        nonlocal done
        done += 1
        echo(f"step {done} of {before + OWN_STEPS}: {what}")

    return step


def _tell_accounts(accounts: list[tuple[str, str]], settings: Settings) -> None:
    if not accounts:
        echo("  this installation has its own data; the demo was not loaded")
        return
    echo(f"  demo accounts, all with the password {PASSWORD}")
    if not settings.second_factor_in_demo:
        echo(
            "  none needs a second factor, unlike offices elsewhere; PARITY_SECOND_FACTOR_IN_DEMO=yes requires it here"
        )
    for email, what in accounts:
        echo(f"    {email:34} {what}")


def _refuse_taken_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            give_up(
                f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}). "
                f"Stop the program that uses it, or choose another port: make run PORT={settings.port + 1}"
            )


def _serve(settings: Settings, catalogue: Catalogue) -> None:
    _prepare(settings)
    app = create_app(settings, catalogue)
    gc.freeze()  # what is there now stays: the search for garbage would stop all requests for a tenth of a second
    uvicorn.run(app, **_options(settings))


def _serve_reloading(settings: Settings) -> None:
    """Whole anew at each change: templates, words and questionnaires are read once and kept."""
    _prepare(settings)
    folders = [str(ROOT / folder) for folder in WATCHED]
    uvicorn.run(
        f"{__name__}:reloaded_app",
        factory=True,
        reload=True,
        reload_dirs=folders,
        reload_includes=list(KINDS),
        **_options(settings),
    )


def reloaded_app() -> FastAPI:
    """In a process of its own, which begins with nothing."""
    logs.configure()
    return create_app(open_settings(), open_catalogue())


def _prepare(settings: Settings) -> None:
    require_signing_key(settings)
    require_server_key(settings)
    logs.configure()


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "host": settings.host,
        "port": settings.port,
        "log_level": "warning",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "forwarded_allow_ips": settings.trusted_proxies,
        "timeout_graceful_shutdown": 5,
    }
