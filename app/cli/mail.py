"""`parity mail`: sends what waits in the outbox, and writes the reminders of the day."""

import typer

from app.access.identity import utc_now
from app.cli.bootstrap import open_catalogue, open_migrated, open_settings, require_server_key
from app.cli.output import echo, give_up
from app.jobs.mail_sender import send_due
from app.jobs.mail_texts import MailContext
from app.jobs.reminders import mail_head, remind

cli = typer.Typer(no_args_is_help=True, help="Mails.")


@cli.command("send")
def send() -> None:
    """Send the mails that are due. `serve` does this by itself unless PARITY_MAIL_EVERY_SECONDS is 0."""
    settings = open_settings()
    if not settings.smtp_host:
        give_up("No mail server is set, so mails wait in the outbox. Set PARITY_SMTP_HOST.")
    key = require_server_key(settings)
    with open_migrated(settings, open_catalogue()) as database:
        result = send_due(database, MailContext(settings, key))
    echo(f"{result.sent} sent, {result.failed} failed.")
    if result.failed:
        give_up("What stands in the way is on the page /mails/waiting of the technical administrator.")


@cli.command("remind")
def write_reminders() -> None:
    """Remind the leaders of open assessments 30, 14, 7 and 2 days before the due day; once a day is enough.

    Once a month the auditors get the head of the audit log, too.
    """
    with open_migrated(open_settings(), open_catalogue()) as database:
        count, heads = remind(database, now=utc_now()), mail_head(database, now=utc_now())
    echo(f"{count} reminders written.")
    if heads:
        echo(f"The head of the audit log goes to {heads} auditor{'' if heads == 1 else 's'}.")
