"""What the first sheet says in sentences: where the administration stands, who signed it, and what the level means."""

from exports.gap.findings import Findings
from scoring.scorecard import rounded


def conclusion(findings: Findings) -> str:
    """The level, the score, how it changed and what holds it back; while there is no level, why."""
    _ = findings.translate
    overall = findings.scorecard.overall
    if not findings.is_started(overall):
        return _("No question is answered yet, so there is no level.")
    if findings.is_provisional(overall):
        progress = findings.progress[overall.id]
        sentence = _("Provisional: {answered} of {asked} questions answered. The others score 0.")
        return sentence.format(answered=progress.answered, asked=progress.asked)
    if overall.level is None or overall.score is None:
        return _("A pillar is not rated, so the overall level is not rated either.")
    names = {"level": overall.level, "name": findings.words.levels[overall.level].name, "score": rounded(overall.score)}
    reached = _sentence(findings, rounded(overall.score)).format(**names)
    return " ".join(filter(None, (reached, _holding_back(findings))))


def _sentence(findings: Findings, score: float) -> str:
    """With the change since the last round, where both scores can be compared."""
    _, last = findings.translate, findings.beside.last_round
    if last is None or last.overall.score is None:
        return _("Level {level}, {name}, {score} of 100.")
    changed = round(score - rounded(last.overall.score), 1)
    if not changed:
        sentence = _("Level {level}, {name}, {score} of 100: the same as in {round}.")
    elif changed > 0:
        sentence = _("Level {level}, {name}, {score} of 100: {points} more than in {round}.")
    else:
        sentence = _("Level {level}, {name}, {score} of 100: {points} less than in {round}.")
    for name, said in (("{points}", f"{abs(changed):.1f}"), ("{round}", findings.beside.last_name)):
        sentence = sentence.replace(name, said)
    return sentence


def _holding_back(findings: Findings) -> str:
    overall = findings.scorecard.overall
    if not overall.is_capped:
        return ""
    pillars = ", ".join(f"{id_} {findings.title(id_)}" for id_ in overall.capped_by)
    return findings.translate("The overall level is held back by {pillars}.").format(pillars=pillars)


def meaning(findings: Findings) -> str:
    """Of the level, in the words of the questionnaire; nothing while there is none."""
    overall = findings.scorecard.overall
    if overall.level is None or not findings.is_started(overall) or findings.is_provisional(overall):
        return ""
    return findings.words.levels[overall.level].meaning


def signed_by(findings: Findings) -> str:
    """Who signed what is reported, or that nobody may quote it."""
    _, proof = findings.translate, findings.facts.proof
    if not findings.facts.is_signed:
        return _("Not signed: do not quote.")
    if proof is None:
        return _("Signed.")
    return _("Signed by {person}, on {date}.").format(person=proof.signed_by, date=findings.dated(proof.signed_on))
