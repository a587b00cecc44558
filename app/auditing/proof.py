"""Whether what is kept is what was written: the chain of the log, signatures, publications, files of evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from app import audit
from app.audit import Verified
from app.evidence_files import SHA256, EvidenceFiles
from app.tables.answers import Evidence
from app.tables.people import Administration
from app.tables.rounds import Assessment, Publication, Round, Signature
from app.values import hash_of


@dataclass(frozen=True)
class Proof:
    """The chain, how much else was checked, and what does not fit, each in a sentence."""

    chain: Verified
    signatures: int
    publications: int
    files: int
    problems: list[str]

    @property
    def is_whole(self) -> bool:
        return not self.chain.broken and not self.problems


def prove(db: Session, kept: EvidenceFiles, head: str = "") -> Proof:
    """`kept` are the files of evidence; `head` is one that was printed earlier, looked for in the chain."""
    signed = db.execute(_of(Signature, col(Signature.number), col(Signature.audit_head))).all()
    published = db.execute(_of(Publication, col(Publication.edition))).all()
    chain = audit.verify(db, {head, *(one.audit_head for one in signed)})
    files = set(db.execute(select(col(Evidence.sha256)).where(col(Evidence.kind) == "file")).scalars())
    problems = [
        *_changed_signatures(db, signed),
        *_unknown_heads(chain, signed),
        *_changed_publications(db, published),
        *_changed_files(kept, sorted(files)),
    ]
    return Proof(chain, len(signed), len(published), len(files), problems)


def _of(table: Any, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Signatures or publications, named as people know them; the contents are fetched one by one."""
    statement = select(col(table.assessment_id), col(Administration.name), col(Round.name).label("round"), *columns)
    joined = statement.join_from(table, Assessment, col(Assessment.id) == col(table.assessment_id))
    return joined.join(Administration).join(Round, col(Round.id) == col(Assessment.round_id)).order_by(*columns[:1])


def _changed_signatures(db: Session, signed: Any) -> Iterator[str]:
    for one in signed:
        where = (col(Signature.assessment_id) == one.assessment_id, col(Signature.number) == one.number)
        if not _fits(db, select(col(Signature.content), col(Signature.hash)).where(*where)):
            yield f"{_name(one)}: what signature {one.number} signed was changed after it was signed."


def _unknown_heads(chain: Verified, signed: Any) -> Iterator[str]:
    """Only of a chain that is whole: in a broken one every later head is missing."""
    for one in signed:
        if not chain.broken and one.audit_head not in chain.rows_of:
            yield f"{_name(one)}: the head of the log that signature {one.number} names does not stand in the log."


def _changed_publications(db: Session, published: Any) -> Iterator[str]:
    for one in published:
        where = (col(Publication.assessment_id) == one.assessment_id, col(Publication.edition) == one.edition)
        if not _fits(db, select(col(Publication.content), col(Publication.hash)).where(*where)):
            yield f"{_name(one)}: the published edition {one.edition} was changed after it was published."


def _changed_files(kept: EvidenceFiles, files: list[str]) -> Iterator[str]:
    for sha256 in files:
        if not SHA256.match(sha256) or not kept.exists(sha256):
            yield f"The file of evidence {sha256} is missing."
        elif not kept.is_whole(sha256):
            yield f"The file of evidence {sha256} was changed."


def _fits(db: Session, statement: Select[*tuple[Any, ...]]) -> bool:
    try:
        content, digest = db.execute(statement).one()
        return bool(hash_of(content) == digest)
    except (ValueError, TypeError):  # changed by hand into something that is no JSON
        return False


def _name(one: Any) -> str:
    return f"{one.name}, {one.round}"
