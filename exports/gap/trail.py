"""What the sheet "Audit trail" says: each move, signature and publication, with the hashes that prove them."""

from exports.content import Column, Table
from exports.gap.findings import Findings


def audit_trail(findings: Findings) -> Table:
    _ = findings.translate
    columns = (
        Column(_("When (UTC)"), 19),
        Column(_("What"), 29),
        Column(_("From"), 12),
        Column(_("To"), 12),
        Column(_("Who"), 24),
        Column(_("Why"), 28),
        Column(_("Hash (SHA-256)"), 34, "hash"),
        Column(_("Head of the audit log"), 34, "hash"),
    )
    events = findings.facts.events
    notes = (
        _("The hash of a signature is that of the file “what was signed” on the page “What happened”."),
        _("A hash is a fingerprint: if one letter of what was signed or published changes, it is another one."),
        _("The head of the audit log is the log's own fingerprint at the moment of the signature."),
    )
    return Table(
        name=_("Audit trail"),
        columns=columns,
        rows=tuple(
            (one.at, one.what, one.source, one.target, one.who, one.why, one.hash, one.audit_head) for one in events
        ),
        notes=notes if events else (_("Nothing has happened yet: an assessment opens with its first answer."),),
        kept=2,
    )
