"""Whether what is kept is what was written: the chain of the log, all that it vouches for, and what follows from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlmodel import Session, col

from app.assessments.answer_sets import content_hash
from app.db.audit_chain import Findings, Verified, verify_chain
from app.db.tables.answers import Evidence
from app.db.tables.rounds import Assessment, Publication, Signature
from app.features.audit.comparing import Compared, Comparison
from app.features.audit.ledger import Ledger
from app.features.audit.naming import Names
from app.features.audit.recomputing import problems_of
from app.files.evidence_store import SHA256, EvidenceFiles
from questionnaires.catalogue import Catalogue


@dataclass
class Proof:
    """The chain, how much else was checked, and what does not fit, each in a sentence.

    `covered_since` is when all that stood there was recorded, in a log that began before contents were kept; `purged`
    counts the records that went by the rules of retention.
    """

    chain: Verified
    compared: Compared
    covered_since: datetime | None
    purged: int
    assessments: int = 0
    signatures: int = 0
    publications: int = 0
    files: int = 0
    findings: Findings = field(default_factory=Findings)

    @property
    def problems(self) -> list[str]:
        return [*self.chain.findings.told, *self.findings.told]

    @property
    def count(self) -> int:
        """Of all problems, those that are not told among them."""
        return self.chain.findings.count + self.findings.count


def prove(db: Session, store: EvidenceFiles, catalogue: Catalogue, head: str = "") -> Proof:
    """`store` holds the files of evidence; `head` is one that was printed earlier, looked for in the chain."""
    names, findings = Names(db), Findings()
    signed = db.execute(_of(Signature, col(Signature.number), col(Signature.audit_head))).all()
    published = db.execute(_of(Publication, col(Publication.edition))).all()
    assessments = list(db.execute(select(col(Assessment.id)).order_by(col(Assessment.id))).scalars())
    files = sorted(set(db.execute(select(col(Evidence.sha256)).where(col(Evidence.kind) == "file")).scalars()))
    with Ledger() as ledger:
        chain = verify_chain(db, {head, *(signature.audit_head for signature in signed)}, ledger.note)
        compared = Comparison(db, ledger, findings, names, chain.before_contents > 0).run()
        proof = Proof(chain, compared, ledger.covered_since, ledger.purged, findings=findings)
    proof.assessments, proof.signatures, proof.publications = len(assessments), len(signed), len(published)
    proof.files = len(files)
    for id_ in assessments:
        for problem in problems_of(db, catalogue, id_):
            findings.add(f"{names.name('assessment', id_)}: {problem}")
    for problem in (
        *_changed_signatures(db, names, signed),
        *_unknown_heads(chain, names, signed),
        *_changed_publications(db, names, published),
        *_changed_files(store, files),
    ):
        findings.add(problem)
    return proof


def _of(table: Any, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Signatures or publications without their contents, which are fetched one by one."""
    return select(col(table.assessment_id), *columns).order_by(col(table.assessment_id), columns[0])


def _changed_signatures(db: Session, names: Names, signed: Any) -> Iterator[str]:
    for signature in signed:
        where = (col(Signature.assessment_id) == signature.assessment_id, col(Signature.number) == signature.number)
        if not _fits(db, select(col(Signature.content), col(Signature.hash)).where(*where)):
            yield (
                f"{_name(names, signature)}: what signature {signature.number} signed was changed after it was signed."
            )


def _unknown_heads(chain: Verified, names: Names, signed: Any) -> Iterator[str]:
    """Only of a chain that is whole: in a broken one every later head is missing."""
    for signature in signed:
        if not chain.broken and not _tells_of(chain, signature):
            yield (
                f"{_name(names, signature)}: the head of the log that signature {signature.number} names is "
                "not in the log where it was signed."
            )


def _tells_of(chain: Verified, signature: Row[Any]) -> bool:
    """The head is taken right after the row of the log that tells of the signature."""
    stand = chain.rows_of.get(signature.audit_head)
    if stand is None:
        return False
    record = (stand.action, stand.assessment_id, stand.details.get("signature"))
    return record == ("assessment signed", signature.assessment_id, signature.number)


def _changed_publications(db: Session, names: Names, published: Any) -> Iterator[str]:
    for publication in published:
        where = (
            col(Publication.assessment_id) == publication.assessment_id,
            col(Publication.edition) == publication.edition,
        )
        if not _fits(db, select(col(Publication.content), col(Publication.hash)).where(*where)):
            yield (
                f"{_name(names, publication)}: the published edition {publication.edition} was changed after it was "
                "published."
            )


def _changed_files(store: EvidenceFiles, files: list[str]) -> Iterator[str]:
    for sha256 in files:
        if not SHA256.match(sha256) or not store.exists(sha256):
            yield f"The evidence file {sha256} is missing."
        elif not store.is_whole(sha256):
            yield f"The evidence file {sha256} was changed."


def _fits(db: Session, statement: Select[*tuple[Any, ...]]) -> bool:
    try:
        content, digest = db.execute(statement).one()
        return bool(content_hash(content) == digest)
    except (ValueError, TypeError):  # changed by hand into something that is no JSON
        return False


def _name(names: Names, row: Any) -> str:
    return names.name("assessment", row.assessment_id)
