"""What the sheet "Answers" says of answers that can hardly be; see `scoring.plausibility`."""

from collections.abc import Iterator
from dataclasses import replace

from exports.content import Column
from exports.gap.findings import Findings
from questionnaires.conventions import snapshot_day
from questionnaires.definition import Indicator
from questionnaires.problems import Problem
from scoring.plausibility import Plausibility, has_hints


def worth_a_look(findings: Findings) -> Iterator[Column]:
    """Where the version has something to be said; a question that is not asked has nothing."""
    if not has_hints(findings.questionnaire):
        return
    _, indicators = findings.translate, findings.asked_by_any
    snapshot = snapshot_day(findings.profile, findings.facts.round)
    plausible = Plausibility({each.id: findings.answer(each) for each in findings.asked}, snapshot)

    def hints(indicator: Indicator) -> str:
        dates = {line: findings.dates.get(line, "") for line in findings.answer(indicator).evidence}
        return "\n".join(_text(findings, hint) for hint in plausible.hints(indicator, dates).of_answer)

    yield Column(_("Worth a look"), 40).of(indicators, hints)


def _text(findings: Findings, hint: Problem) -> str:
    names = {name: findings.dated(str(value)) if name == "day" else value for name, value in hint.names.items()}
    return replace(hint, names=names).text(findings.translate)
