"""Gathers what a gap report says and hands it on: the only place where the chain is written out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlmodel import Session, col

from app.assessments.answer_sets import REASON_NAMES
from app.assessments.evidence.items import items_by_line
from app.assessments.history import history_of
from app.assessments.last_round import last_round, on_common_questions
from app.assessments.lifecycle import NAMES, REVIEW_GOES_ON, State
from app.assessments.newest_change import day_of, newest_change
from app.assessments.reads import ONE_ASSESSMENT, OneAssessment, one_assessment
from app.assessments.report.history import events_of
from app.assessments.report.outcome import followed_of
from app.assessments.report.results import Results, results_of, scorecard_then
from app.assessments.report.told_numbers import numbers_told
from app.assessments.rights import Role, reviews_itself
from app.db.tables.rounds import Assessment
from app.i18n.formatting import translations
from exports.content import GapReport
from exports.gap.facts import Beside, Facts, Proof
from exports.gap.findings import Findings
from exports.gap.outcome import Outcome
from exports.gap.report import gap_report
from exports.gap.workbook import draw_gap_report
from exports.gap.workforce.numbers import EDITIONS
from exports.signing import Signer
from questionnaires.answers import Document
from questionnaires.catalogue import Catalogue
from questionnaires.definition import Questionnaire
from scoring.gaps import find_gaps
from scoring.plausibility import has_hints
from scoring.score import score


def report_of(
    db: Session, assessment: OneAssessment, language: str, *, with_moderated: bool, with_workforce: bool = False
) -> GapReport:
    """`with_moderated` comes from the right of whoever gets the file, and so does `with_workforce`: only with it every
    workforce number."""
    results = results_of(db, assessment, with_moderated=with_moderated)
    translate = translations(language).gettext
    changed = newest_change(db, assessment, with_moderated=results.kind == "moderated")
    facts = Facts(
        administration=assessment.administration,
        round=assessment.round,
        state=translate(NAMES[assessment.state]),
        as_of=day_of(changed),
        form=assessment.form,
        kind=results.kind,
        is_under_way=assessment.state in REVIEW_GOES_ON,
        examined=results.examined.answers if results.examined else None,
        proof=_proof(results),
        events=events_of(assessment, history_of(db, assessment.id), translate),
        is_from_outside=reviews_itself(assessment.kind, Role.REVIEWER),
    )
    reasons = {
        id_: translate(REASON_NAMES[decision.reason]) for id_, decision in results.decisions.items() if decision.reason
    }
    findings = Findings(
        assessment.questionnaire,
        facts,
        results.values.profile,
        results.values.reported,
        results.scorecard,
        results.gaps,
        language=language,
        translate=translate,
        beside=beside_of(db, results, reasons),
        outcome=_outcome(db, results),
        dates=_dates(db, assessment),
    )
    workforce = numbers_told(db, results, language, with_workforce=with_workforce)
    about = _about(results, changed, language) | ({"workforce": workforce.edition} if workforce else {})
    return replace(gap_report(findings, workforce), about=about)


def _about(results: Results, changed: datetime | None, language: str) -> dict[str, str]:
    """What the seal says of the file; `app/features/reports/verification` reads it. `signature` is the newest that
    there was, even one that was withdrawn, so that it only ever grows."""
    assessment, signature, publication = results.assessment, results.signature, results.publication
    return {
        "document": "gap report",
        "assessment": assessment.id,
        "administration": assessment.administration,
        "round": assessment.round,
        "questionnaire": assessment.questionnaire.version,
        "fingerprint": assessment.questionnaire.fingerprint,
        "form": assessment.form,
        "edition": str(assessment.edition),
        "signature": str(assessment.signature),
        "signed": signature.hash if signature else "",
        "publication": publication.hash if publication else "",
        "state": assessment.state,
        "values": results.kind,
        "examined": f"{results.examined.number}/{results.examined.asked}" if results.examined else "",
        "changed_at": changed.isoformat(timespec="microseconds") if changed else "",
        "language": language,
    }


def _dates(db: Session, assessment: OneAssessment) -> dict[str, str]:
    """Of the evidence in the register, for versions that say something of dates."""
    if not has_hints(assessment.questionnaire):
        return {}
    return {line: item.dated_on for line, item in items_by_line(db, assessment.id).items()}


def _outcome(db: Session, results: Results) -> Outcome:
    """A published result has it as it was frozen."""
    if results.publication:
        return results.outcome
    return replace(results.outcome, followed=followed_of(db, results.assessment))


def edition_of_numbers(report: GapReport) -> str:
    """In words: which workforce numbers it tells; "" where the assessment has none."""
    return EDITIONS.get(report.about.get("workforce", ""), "")


def drawn_by(signer: Signer) -> partial[bytes]:
    """Draws sealed workbooks; the worker pool hands it to another process."""
    return partial(draw_gap_report, signer=signer)


def beside_of(db: Session, results: Results, reasons: Mapping[str, str]) -> Beside:
    last, assessment = last_round(db, results.assessment), results.assessment
    alone = Beside(results.cards, reasons, results.not_agreed)
    if last is None:
        return alone
    beside = replace(alone, last=last.answers.compared, last_name=last.round)
    if last.questionnaire is not assessment.questionnaire:
        return replace(beside, earlier=last.answers)
    if last.form != assessment.form:
        values = results.values
        both = on_common_questions(assessment.questionnaire, last, values.profile, values.reported)
        return replace(beside, common=both)
    return replace(beside, last_round=scorecard_then(assessment.questionnaire, last))


def _proof(results: Results) -> Proof | None:
    signature, publication = results.signature, results.publication
    if signature is None:
        return None
    return Proof(
        signed_by=f"{signature.name}, {signature.title}",
        signed_on=_day(signature.at),
        signature=signature.hash,
        audit_head=signature.audit_head,
        edition=signature.edition,
        published_on=_day(publication.at) if publication else "",
        publication=publication.hash if publication else "",
    )


def _day(at: datetime) -> str:
    return at.date().isoformat()


def report_of_file(questionnaire: Questionnaire, document: Document, administration: str, language: str) -> GapReport:
    """The report of a file of answers, without a database; its date is the snapshot date of the profile.

    It is not to be sealed: nobody vouches for what stood in the file.
    """
    scorecard = score(questionnaire, document.profile, document.answers, document.form)
    words = translations(language)
    facts = Facts(
        administration=administration,
        round=questionnaire.version.partition(".")[0],
        state=words.gettext(NAMES[State.IN_PROGRESS]),
        as_of=str(document.profile.get("profile.snapshot_date") or ""),
        form=document.form,
    )
    gaps = find_gaps(questionnaire, scorecard)
    findings = Findings(
        questionnaire,
        facts,
        document.profile,
        document.answers,
        scorecard,
        gaps,
        language=language,
        translate=words.gettext,
    )
    return gap_report(findings)


def assessment_for_command(db: Session, catalogue: Catalogue, id_: str) -> OneAssessment | None:
    """For the command line only, whose user holds the database anyway; pages go through `access.loaders`."""
    row = db.connection().execute(ONE_ASSESSMENT.where(col(Assessment.id) == id_)).first()
    return one_assessment(row, catalogue) if row else None


def workbook_of(report: GapReport, signer: Signer | None) -> bytes:
    """Drawn right here: a command has no saves to slow down."""
    return draw_gap_report(report, signer)
