"""`parity mail`: sends what waits in the outbox, and writes the reminders of the day."""

import typer

from app.access.identity import utc_now
from app.cli.bootstrap import open_catalogue, open_migrated, open_settings, require_server_key
from app.cli.output import echo, give_up
from app.jobs.digests import write_digests
from app.jobs.mail_sender import send_due
from app.jobs.mail_texts import MailContext
from app.jobs.reminders import mail_head, remind

cli = typer.Typer(no_args_is_help=True, help="Mails.")


@cli.command("send")
def send() -> None:
    """Send the emails that are due, daily ones too. `serve` does this itself unless PARITY_MAIL_EVERY_SECONDS is 0."""
    settings = open_settings()
    if not settings.smtp_host:
        give_up("No mail server is configured, so emails stay in the outbox. Set PARITY_SMTP_HOST.")
    key = require_server_key(settings)
    with open_migrated(settings, open_catalogue()) as database:
        write_digests(database, now=utc_now())
        result = send_due(database, MailContext(settings, key))
    echo(f"{result.sent} sent, {result.failed} failed.")
    if result.failed:
        give_up("The technical administrator can see the errors on the page /mails/waiting.")


@cli.command("remind")
def write_reminders() -> None:
    """Remind coordinators and heads of open assessments 30, 14, 7 and 2 days before the due date. Run it once a day.

    Once a month it also emails the head of the audit log to the auditors.
    """
    with open_migrated(open_settings(), open_catalogue()) as database:
        count, heads = remind(database, now=utc_now()), mail_head(database, now=utc_now())
    echo(f"{count} reminders created.")
    if heads:
        echo(f"The head of the audit log will be emailed to {heads} auditor{'' if heads == 1 else 's'}.")
