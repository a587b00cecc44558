"""What the sheet "Method and version" says: rules and parameters behind the figures, printed from where they act."""

from collections.abc import Iterator
from fractions import Fraction

from exports.content import Column, Table
from exports.gap.facts import BY_THE_SECRETARIAT, EXAMINED_BY, Proof, by_whom
from exports.gap.findings import STAR, Findings
from exports.gap.workforce.method import formulas
from exports.gap.workforce.numbers import EDITIONS, WorkforceNumbers
from questionnaires.conventions import conventions, snapshot_day
from questionnaires.problems import N_
from questionnaires.profiles import in_words
from questionnaires.small_offices import small_levels
from scoring.gaps import ORDER
from scoring.scorecard import rounded
from scoring.weights import effective_weights, hundredths

WHOSE = {
    "self": N_("Self-assessed by the administration. No one has signed or reviewed them."),
    "validated": N_("Signed by the head of the administration. No one has reviewed them."),
    "under way": N_("Reviewed so far by the secretariat. Where it has not decided, those that were signed."),
    "moderated": BY_THE_SECRETARIAT,
}

MethodLine = tuple[str, str]
"""What, and what applies to it."""


def method(findings: Findings, workforce: WorkforceNumbers | None = None) -> Table:
    _ = findings.translate
    topics = (
        (_("This report"), (*_about(findings), *_numbers(findings, workforce))),
        (_("Levels"), _levels(findings)),
        (_("From answers to scores"), _scores(findings)),
        (_("Weights"), _weights(findings)),
        (_("From scores to levels"), _bands(findings)),
        (_("States of an answer"), _states(findings)),
        (_("Other figures"), _figures(findings)),
        (_("Targets and gaps"), _targets(findings)),
        (_("Order of the gaps"), _order(findings)),
        *(formulas(_) if workforce and workforce.told else ()),
        (_("Profile as answered"), _profile(findings)),
        (_("Questions that are not asked"), _not_asked(findings)),
        (_("Outside the levels, and not asked"), _outside_levels(findings)),
    )
    lines = [(topic, line) for topic, lines in topics for line in lines]
    return Table(
        name=_("Method and version"),
        columns=(
            Column(_("Topic"), 28).of(lines, lambda pair: pair[0]),
            Column(_("What"), 46).of(lines, lambda pair: pair[1][0]),
            Column(_("What applies"), 84).of(lines, lambda pair: pair[1][1]),
        ),
    )


def _about(findings: Findings) -> Iterator[MethodLine]:
    _ = findings.translate
    facts = findings.facts
    yield _("Administration"), facts.administration
    yield _("Round"), facts.round
    yield _("State of the assessment"), facts.state
    yield _("Date of the data"), facts.as_of or _("Not given")
    yield _("Whose levels"), _(by_whom(WHOSE[facts.whose], is_from_outside=facts.is_from_outside))
    if facts.counted:
        examined, asked = facts.counted
        sentence = _("{examined} of {asked}. The others count as signed: see the sheet “Answers”.")
        yield (
            _(by_whom(EXAMINED_BY, is_from_outside=facts.is_from_outside)),
            sentence.format(examined=examined, asked=asked),
        )
    yield _("Form"), _("Short form") if facts.form == "short" else _("Full form")
    yield _("Questionnaire version"), findings.questionnaire.version
    yield _("Fingerprint of the questionnaire (SHA-256)"), findings.questionnaire.fingerprint
    if facts.proof:
        yield from _proof(findings, facts.proof)


def _numbers(findings: Findings, workforce: WorkforceNumbers | None) -> Iterator[MethodLine]:
    if workforce:
        yield findings.translate("Workforce numbers"), findings.translate(EDITIONS[workforce.edition])


def _proof(findings: Findings, proof: Proof) -> Iterator[MethodLine]:
    _ = findings.translate
    yield _("Edition"), str(proof.edition)
    yield _("Signed by"), proof.signed_by
    yield _("Signed on"), proof.signed_on
    yield _("Fingerprint of what was signed (SHA-256)"), proof.signature
    yield _("Audit log fingerprint at signature"), proof.audit_head
    if proof.publication:
        yield _("Published on"), proof.published_on
        yield _("Fingerprint of the published result (SHA-256)"), proof.publication


def _levels(findings: Findings) -> Iterator[MethodLine]:
    _ = findings.translate
    for level, words in enumerate(findings.words.levels):
        yield f"{level} {words.name}", words.meaning
    yield _("Which level to choose"), "\n".join(_how_to_choose(findings))
    texts = ((i.id, small_levels(findings.words.indicators[i.id])) for i in findings.scored)
    if small := [f"{id_} ({', '.join(map(str, levels))})" for id_, levels in texts if levels]:
        yield _("Texts for offices with fewer than 100 staff (levels)"), ", ".join(small)


def _how_to_choose(findings: Findings) -> list[str]:
    """The conventions of the version, where it has some."""
    _ = findings.translate
    if not findings.words.conventions:
        return [_("A level is reached only if its text is fully true, and every lower level from 2 as well.")]
    snapshot = snapshot_day(findings.profile, findings.facts.round)
    return conventions(findings.words, findings.dated(snapshot), _)


def _scores(findings: Findings) -> Iterator[MethodLine]:
    _ = findings.translate
    yield _("Question"), _("A level counts as level / 4. Yes counts 1, partly 1/2, no 0.")
    yield _("Element"), _("100 times the weighted mean of its questions that are asked and applicable.")
    yield _("Pillar"), _("Weighted mean of its elements that have a score.")
    yield _("Overall"), _("Weighted mean of the pillars. It is rated only if every pillar is.")
    yield _("Rounding"), _("All sums are exact fractions. Only what is shown is rounded: half up, to one decimal.")


def _weights(findings: Findings) -> Iterator[MethodLine]:
    _ = findings.translate
    structure = findings.questionnaire.structure
    kinds = (
        (_("Pillars"), structure.pillars),
        (_("Elements"), structure.elements),
        (_("Questions"), findings.scored),
    )
    for kind, parts in kinds:
        if len(weights := {part.weight for part in parts}) == 1:
            yield (
                kind,
                _("Each has the weight {weight} (count: {count}).").format(weight=min(weights), count=len(parts)),
            )
        else:
            yield kind, ", ".join(f"{part.id}: {part.weight}" for part in parts)
    if any(words.weight_reason for words in findings.words.elements.values()):
        yield from _effective_weights(findings)


def _effective_weights(findings: Findings) -> Iterator[MethodLine]:
    """Where a version says why its parts weigh what they do: what comes of it, element by element."""
    _ = findings.translate
    shares = effective_weights(findings.questionnaire)
    yield _("Share of the overall score"), _("Of each element and its questions, where every question is asked.")
    for element, scored in findings.questionnaire.scored_of.items():
        each = ", ".join(f"{indicator.id} {hundredths(shares[indicator.id])} %" for indicator in scored)
        total = hundredths(sum((shares[indicator.id] for indicator in scored), Fraction(0)))
        reason = findings.words.elements[element].weight_reason
        yield f"{element} {findings.title(element)}", "\n".join(filter(None, (f"{total} %: {each}", reason)))


def _bands(findings: Findings) -> Iterator[MethodLine]:
    _ = findings.translate
    rules = findings.questionnaire.structure.scoring
    bands = sorted(rules.bands, key=lambda band: band.lowest)
    for band, above in zip(bands, (*bands[1:], None), strict=True):
        lowest = f"{rounded(band.lowest):g}"
        name = f"{band.level} {findings.words.levels[band.level].name}"
        if above is None:
            yield name, _("Score of {lowest} or more").format(lowest=lowest)
        else:
            highest = f"{rounded(above.lowest):g}"
            yield name, _("Score from {lowest} to below {highest}").format(lowest=lowest, highest=highest)
    yield (
        _("What holds a pillar back"),
        _("A pillar's level is at most that of its lowest core question plus {margin}.").format(
            margin=rules.core_margin
        ),
    )
    yield (
        _("What holds the overall level back"),
        _("The overall level is at most that of the lowest pillar plus {margin}.").format(margin=rules.pillar_margin),
    )
    yield (
        _("What cannot hold back"),
        _("A core question that is not applicable, not asked or decided outside. An element is never held back."),
    )
    yield _("Core questions"), ", ".join(indicator.id for indicator in findings.scored if indicator.core)


def _states(findings: Findings) -> Iterator[MethodLine]:
    _ = findings.translate
    rules = findings.questionnaire.structure.scoring
    names = findings.states
    yield (
        _("Not asked"),
        _("The profile or an earlier answer shows that the question does not apply. Left out of everything."),
    )
    yield names["not_applicable"], _("Left out of the score, with a reason. It still counts as asked.")
    yield f"{names['unknown']} ({STAR})", _("Scores 0, shown with a star to distinguish it from a true 0.")
    yield names["not_answered"], _("Scores 0 in the official score.")
    yield (
        _("Decided outside"),
        _("Scored like any other. It never holds a level back, and the score within own control leaves it out."),
    )
    yield (
        _("Without evidence"),
        _("An answer at level {level} or above without evidence.").format(level=rules.evidence_from),
    )
    yield (
        _("Provisional"),
        _("Some questions are not answered and no one has signed, so level and score can change. Do not quote them."),
    )
    yield _("Not started"), _("No question is answered, so there is no level and no score.")
    yield (
        _("Not rated"),
        _("A pillar where more than {share} % of the questions asked are not applicable, or none applies.").format(
            share=f"{rounded(100 * rules.not_rated_above):g}"
        ),
    )


def _figures(findings: Findings) -> Iterator[MethodLine]:
    _ = findings.translate
    level = findings.questionnaire.structure.scoring.unsupported_level
    yield _("Score of answered questions"), _("Leaves out unknown and unanswered questions.")
    yield _("Score within own control"), _("Leaves out questions decided outside.")
    yield (
        _("Score with evidence only"),
        _("Counts answers without evidence as level {level}.").format(level=level),
    )
    yield _("Coverage"), _("Share of answered questions among those asked and applicable.")
    yield (
        _("Score if targets are met"),
        _("Questions below target count at their target. All others count as they are."),
    )


def _targets(findings: Findings) -> Iterator[MethodLine]:
    _ = findings.translate
    rules = findings.questionnaire.structure.scoring
    yield _("Core questions"), _("Level {level}").format(level=rules.targets.core)
    yield _("All others"), _("Level {level}").format(level=rules.targets.other)
    yield _("Own targets"), _("A target that the administration has set for a question replaces these.")
    yield _("Gap"), _("Levels missing to reach the target. A question that is not applicable has no gap.")
    yield _("Priority"), _("Gap times weight, times two for a core question.")
    yield _("Staff safety"), ", ".join(f"{id_} {findings.title(id_)}" for id_ in rules.first_elements)


def _order(findings: Findings) -> Iterator[MethodLine]:
    for number, rule in enumerate(ORDER, 1):
        yield f"{number}.", findings.translate(rule)


def _profile(findings: Findings) -> Iterator[MethodLine]:
    for key in findings.questionnaire.asked_keys(findings.profile):
        words, value = findings.words.profile[key.key], findings.profile.get(key.key)
        is_answered = value not in (None, "", [])
        yield words.question, in_words(words, value) if is_answered else findings.states["not_answered"]


def _not_asked(findings: Findings) -> Iterator[MethodLine]:
    for indicator in findings.not_asked:
        yield indicator.id, findings.question(indicator)


def _outside_levels(findings: Findings) -> Iterator[MethodLine]:
    for indicator in findings.outside_levels:
        value = findings.answer(indicator).value
        question = findings.question(indicator)
        yield indicator.id, question if value is None else f"{question}\n{value}"
