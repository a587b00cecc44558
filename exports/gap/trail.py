"""What the sheet "Audit trail" says: each move, signature and publication, with the hashes that prove them."""

from exports.content import Column, Table
from exports.gap.facts import Event
from exports.gap.findings import Findings


def audit_trail(findings: Findings) -> Table:
    _ = findings.translate
    facts = findings.facts
    events = facts.events if facts.is_signed else (*facts.events, Event("", _("Not signed: do not quote.")))
    columns = (
        Column(_("When (UTC)"), 19).of(events, lambda event: event.at),
        Column(_("What"), 29).of(events, lambda event: event.what),
        Column(_("From"), 12).of(events, lambda event: event.source),
        Column(_("To"), 12).of(events, lambda event: event.target),
        Column(_("Who"), 24).of(events, lambda event: event.who),
        Column(_("Reason"), 28).of(events, lambda event: event.why),
        Column(_("Fingerprint (SHA-256)"), 34, "hash").of(events, lambda event: event.hash),
        Column(_("Audit log fingerprint"), 34, "hash").of(events, lambda event: event.audit_head),
    )
    notes = (
        _("The fingerprint of a signature is that of the file “what was signed” on the page “History”."),
        _("If one letter of what was signed or published changes, its fingerprint changes."),
        _("The audit log fingerprint covers everything recorded up to the signature."),
    )
    return Table(
        name=_("Audit trail"),
        columns=columns,
        notes=notes if facts.events else (_("Nothing has happened yet: an assessment opens with its first answer."),),
        kept=2,
    )
