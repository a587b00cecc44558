"""What the sheet "Audit trail" says: each move, signature and publication, with the hashes that prove them."""

from exports.content import Column, Table
from exports.gap.findings import Findings


def audit_trail(findings: Findings) -> Table:
    _ = findings.translate
    events = findings.facts.events
    columns = (
        Column(_("When (UTC)"), 19).of(events, lambda event: event.at),
        Column(_("What"), 29).of(events, lambda event: event.what),
        Column(_("From"), 12).of(events, lambda event: event.source),
        Column(_("To"), 12).of(events, lambda event: event.target),
        Column(_("Who"), 24).of(events, lambda event: event.who),
        Column(_("Why"), 28).of(events, lambda event: event.why),
        Column(_("Hash (SHA-256)"), 34, "hash").of(events, lambda event: event.hash),
        Column(_("Head of the audit log"), 34, "hash").of(events, lambda event: event.audit_head),
    )
    notes = (
        _("The hash of a signature is that of the file “what was signed” on the page “What happened”."),
        _("A hash is a fingerprint: if one letter of what was signed or published changes, it is another one."),
        _("The head of the audit log is the log's own fingerprint at the moment of the signature."),
    )
    return Table(
        name=_("Audit trail"),
        columns=columns,
        notes=notes if events else (_("Nothing has happened yet: an assessment opens with its first answer."),),
        kept=2,
    )
