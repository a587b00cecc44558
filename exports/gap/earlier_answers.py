"""What the sheet "Answers" says of a last round that used another questionnaire: its words, and what is compared."""

from collections.abc import Iterator

from exports.content import Column
from exports.gap.findings import Findings
from questionnaires.answers import Answer
from questionnaires.conventions import whole_text
from questionnaires.definition import Indicator, Words
from questionnaires.earlier import Earlier
from questionnaires.problems import N_

COMPARED = {
    "direct": N_("Yes"),
    "reworded": N_("No: asked in other words"),
    "split": N_("No: one question became several"),
    "merged": N_("No: several questions became one"),
    "new": N_("No: new question"),
}


def about_last_round(findings: Findings) -> Iterator[str]:
    _, beside = findings.translate, findings.beside
    if beside.earlier is None:
        if not beside.last:
            yield _("There is no earlier round to compare with.")
        return
    yield _(
        "The last round used questionnaire {version}. Only the levels of questions that are exactly the same are "
        "compared: {count}. The last columns show what was asked and answered then."
    ).format(version=beside.other_version, count=len(beside.last))


def asked_then(findings: Findings) -> Iterator[Column]:
    """Columns of another questionnaire's round: one of the same questionnaire needs none."""
    _, indicators, earlier = findings.translate, findings.asked_by_any, findings.beside.earlier
    if earlier is None:
        return
    title = _("Asked in the last round, questionnaire {version}").format(version=earlier.questionnaire.version)
    yield Column(title, 50).of(indicators, lambda indicator: _then(findings, earlier.of(indicator.id)))
    yield Column(_("Compared with the last round"), 18).of(
        indicators, lambda indicator: _compared(findings, earlier.of(indicator.id))
    )


def _compared(findings: Findings, then: Earlier | None) -> str:
    return findings.translate(COMPARED[then.origin.kind]) if then else ""


def _then(findings: Findings, then: Earlier | None) -> str:
    """Question and answer of each question that this one comes from, in the words they were given to."""
    if then is None:
        return ""
    words = then.questionnaire.words(findings.language)
    return "\n".join(_asked_and_answered(findings, words, asked, answer) for asked, answer in then.answers)


def _asked_and_answered(findings: Findings, words: Words, asked: Indicator, answer: Answer) -> str:
    question = f"{asked.id} {words.indicators[asked.id].question}"
    if answer.state != "answered":
        return f"{question}\n{findings.states[answer.state]}"
    said = whole_text(words, asked, answer.level, findings.translate)
    return f"{question}\n{words.value_name(asked, answer.level)}: {said}"
