"""The loop inside `serve`: looks for mails every minute, and for what a calendar sends once a day or at an hour."""

from datetime import date
from threading import Event, Thread

import structlog

from app.access.identity import utc_now
from app.db.session import Database
from app.jobs.digests import write_digests
from app.jobs.mail_sender import PATIENCE, send_due
from app.jobs.mail_texts import MailContext
from app.jobs.reminders import mail_head, remind

log = structlog.get_logger("parity.mail")


class MailLoop:
    """A thread that the application starts and stops. Several servers may each have one: they share the work."""

    def __init__(self, database: Database, context: MailContext) -> None:
        self._database = database
        self._context = context
        self._stop = Event()
        self._reminded_on: date | None = None
        self._thread = Thread(target=self._walk, name="mail", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Waits for the mail that is on its way."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    def _walk(self) -> None:
        while not self._stop.wait(self._context.settings.mail_every_seconds):
            try:
                self._round()
            except Exception as error:  # whatever it was, the next round finds what is left
                log.warning("mail round failed", error=type(error).__name__)

    def _round(self) -> None:
        result = send_due(self._database, self._context, may_go_on=lambda: not self._stop.is_set())
        if result.sent:
            log.info("mails sent", count=result.sent)
        if result.failed:
            log.warning("mails that wait", count=result.failed)
        now = utc_now()
        write_digests(self._database, now=now)
        if self._reminded_on != now.date():
            remind(self._database, now=now)
            mail_head(self._database, now=now)
            self._reminded_on = now.date()
