"""What the first sheet says: one page for the head of the administration."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from exports.content import NO_FIGURE, ComparedValue, Standing, Summary, SummaryLine, SummarySection
from exports.gap.answers import left_out
from exports.gap.facts import label_of
from exports.gap.findings import STAR, Findings, one_decimal, percent
from exports.gap.summary_page.conclusion import conclusion, meaning, signed_by
from questionnaires.answers import is_answered
from questionnaires.conventions import whole_text
from questionnaires.definition import Indicator
from questionnaires.profiles import who_took_part
from scoring.scorecard import OVERALL, Figures, Node, Scorecard, change, rounded
from scoring.targets import scores_at_target

NEXT_STEPS = 5
NO_FIGURES = Figures(None, None, None, None)


def summary(findings: Findings) -> Summary:
    _ = findings.translate
    facts, scorecard = findings.facts, findings.scorecard
    overall, at_target = scorecard.overall, scores_at_target(findings.questionnaire, scorecard)
    others = tuple(_others(findings))
    beside = [card for _, card in others]
    return Summary(
        name=_("Summary"),
        administration=facts.administration,
        subject=_("Gap report of the self-assessment of gender equality, round {round}").format(round=facts.round),
        label=label_of(facts.whose, facts.counted, _, is_from_outside=facts.is_from_outside),
        about=_about(findings),
        signed=" ".join(filter(None, (signed_by(findings), who_took_part(findings.words, findings.profile, _)))),
        overall=_standing(findings, overall, at_target, beside),
        conclusion=conclusion(findings),
        meaning=meaning(findings),
        score_label=_("score out of 100"),
        heading=_("The pillars"),
        columns=(_("Pillar"), _("Level"), _("Score if targets are met"), _("Answered, %")),
        reported=_reported(findings, is_alone=not others),
        others=tuple(compared for compared, _ in others),
        since=_("Change") if findings.beside.last_round else "",
        pillars=tuple(_standing(findings, pillar, at_target, beside) for pillar in scorecard.pillars),
        radar=_title(findings, _("Scores side by side")),
        bars=_title(findings, _("Scores of the pillars over the levels")),
        bands=tuple(_bands(findings)),
        about_bands=_("For the chart: the part of the scale from 0 to 100 that each level takes"),
        sections=(
            *_on_another_scale(findings),
            SummarySection(_("What holds the levels back"), _held_back(findings)),
            SummarySection(_("The most useful next steps"), _next_steps(findings)),
        ),
        otherwise=SummarySection(_("The same answers, counted in other ways"), _other_figures(findings)),
        counts=_counts(findings),
        notes=left_out(findings),
        leads_to=(_("Gaps"), _("Answers"), _("Pillars and elements")),
    )


def _reported(findings: Findings, *, is_alone: bool) -> ComparedValue:
    _ = findings.translate
    kind = findings.facts.kind
    title = _("Score") if is_alone else _("{kind} score").format(kind=findings.names[kind])
    return ComparedValue(kind, title)


def _others(findings: Findings) -> Iterator[tuple[ComparedValue, Scorecard]]:
    """The other values and the last round. What the team answered and what the head signed are both told only where
    they differ."""
    _ = findings.translate
    facts, cards = findings.facts, findings.beside.cards
    twin = "self" if facts.kind == "validated" else "validated"
    for kind, card in cards.items():
        is_twin = kind == twin and _pillar_scores(cards.get("self")) == _pillar_scores(cards.get("validated"))
        if kind != facts.kind and not is_twin:
            yield ComparedValue(kind, _("{kind} score").format(kind=findings.names[kind])), card
    if findings.beside.last_round:
        yield ComparedValue("last", _("Last round score")), findings.beside.last_round


def _on_another_scale(findings: Findings) -> Iterator[SummarySection]:
    """What changed since a last round whose scores cannot stand beside these."""
    _ = findings.translate
    heading = _("Since the last round")
    if findings.beside.common:
        then, now = findings.beside.common
        sentence = (
            _("The last round used the full form, this one uses the short form.")
            if findings.facts.form == "short"
            else _("The last round used the short form, this one uses the full form.")
        )
        compared = _("Compared on the {count} questions that both forms ask.").format(count=now.overall.counts.asked)
        lines = (_since(findings, then.by_id[node.id], node) for node in (now.overall, *now.pillars))
        yield SummarySection(heading, (SummaryLine(None, f"{sentence} {compared}"), *lines))
    if findings.beside.other_version:
        sentence = _("The last round used questionnaire {version}, so its scores cannot be compared with these.")
        yield SummarySection(heading, (SummaryLine(None, sentence.format(version=findings.beside.other_version)),))


def _since(findings: Findings, then: Node, now: Node) -> SummaryLine:
    title = findings.title(now.id)
    if then.score is None or now.score is None:
        return SummaryLine(None, findings.translate("{title}: not rated in both rounds.").format(title=title))
    sentence = findings.translate("{title}: score {then} in the last round, {now} now ({change}).")
    scores = rounded(then.score), rounded(now.score)
    since = f"{change(scores[1], scores[0]):+.1f}"
    return SummaryLine(None, sentence.format(title=title, then=scores[0], now=scores[1], change=since))


def _bands(findings: Findings) -> Iterator[tuple[str, float]]:
    """Each level, and which part of the scale it takes."""
    bands = sorted(findings.questionnaire.structure.scoring.bands, key=lambda band: band.lowest)
    ends = (*(band.lowest for band in bands[1:]), Fraction(100))
    for band, end in zip(bands, ends, strict=True):
        yield f"{band.level} {findings.words.levels[band.level].name}", float(end - band.lowest)


def _pillar_scores(card: Scorecard | None) -> list[Fraction | None]:
    return [pillar.score for pillar in card.pillars] if card else []


def _title(findings: Findings, title: str) -> str:
    """Of a chart, which may be cut out of its page."""
    is_provisional = findings.is_provisional(findings.scorecard.overall)
    return findings.translate("{title} (provisional)").format(title=title) if is_provisional else title


def _about(findings: Findings) -> str:
    _ = findings.translate
    facts = findings.facts
    parts = (
        _("State: {state}").format(state=facts.state),
        _("Data as of {date}").format(date=findings.day) if facts.as_of else "",
        _("Questionnaire {version}").format(version=findings.questionnaire.version),
        _("Short form") if facts.form == "short" else "",
    )
    return " · ".join(part for part in parts if part)


def _standing(
    findings: Findings, node: Node, at_target: Mapping[str, Fraction | None], beside: Sequence[Scorecard]
) -> Standing:
    is_started, last = findings.is_started(node), findings.beside.last_round
    score = one_decimal(node.score) if is_started else None
    return Standing(
        id=node.id,
        title=findings.title(node.id),
        level=node.level if is_started else None,
        level_name=findings.level_name(node),
        is_provisional=findings.is_provisional(node),
        score=score,
        met=one_decimal(at_target[node.id]) if node.rated else None,
        coverage=percent(node.counts.coverage),
        others=tuple(one_decimal(card.by_id[node.id].score) for card in beside),
        change=change(score, one_decimal(last.by_id[node.id].score)) if last else None,
    )


def _held_back(findings: Findings) -> tuple[SummaryLine, ...]:
    _, scorecard = findings.translate, findings.scorecard
    if not findings.is_started(scorecard.overall):
        return (SummaryLine(None, _("No question is answered yet, so there is no level.")),)
    started = filter(findings.is_started, (scorecard.overall, *scorecard.pillars))
    nodes = [node for node in started if node.is_capped or not node.rated]
    if not nodes:
        is_provisional = findings.is_provisional(scorecard.overall)
        nothing = _("Nothing so far.") if is_provisional else _("Nothing. Every level follows from its score.")
        return (SummaryLine(None, nothing),)
    return tuple(SummaryLine(_where(findings, node), _why_low(findings, node)) for node in nodes)


def _where(findings: Findings, node: Node) -> str:
    """The id to look at: the first that holds it back, or the pillar that is not rated."""
    if node.capped_by:
        return node.capped_by[0]
    return next(
        pillar.id for pillar in (node, *findings.scorecard.pillars) if pillar.id != OVERALL and not pillar.rated
    )


def _why_low(findings: Findings, node: Node) -> str:
    _ = findings.translate
    if not node.rated:
        return _why_unrated(findings, node)
    if still_open := _open_causes(findings, node):
        is_overall = node is findings.scorecard.overall
        why = _("no question is answered in: {what}") if is_overall else _("core questions are not answered: {what}")
        sentence = _("{title} is at level {level} so far, because {why}")
        why = why.format(what=", ".join(still_open))
        return sentence.format(title=findings.title(node.id), level=node.level, why=why)
    first, *others = node.capped_by
    if node is findings.scorecard.overall:
        lowest: int | str | None = findings.scorecard.by_id[first].level
        why, what = _("the lowest pillar is at level {lowest}: {what}"), ", ".join(map(findings.title, node.capped_by))
    elif others:
        lowest = findings.scorecard.results[first].level
        why, what = _("core questions are at level {lowest}: {what}"), ", ".join(node.capped_by)
    else:
        indicator = findings.questionnaire.indicators[first]
        lowest = STAR if findings.result(indicator).has_star else findings.result(indicator).level
        why, what = _("{id} is at level {lowest}: {what}"), _asked(findings, indicator)
    return _("{title} stays at level {level} (its score alone would give level {uncapped}) because {why}").format(
        title=findings.title(node.id),
        level=node.level,
        uncapped=node.uncapped_level,
        why=why.format(id=first, lowest=lowest, what=what),
    )


def _open_causes(findings: Findings, node: Node) -> list[str]:
    """What holds a level back only because it is not answered yet."""
    if not findings.is_provisional(node):
        return []
    scorecard = findings.scorecard
    if node is scorecard.overall:
        return [findings.title(id_) for id_ in node.capped_by if not findings.is_started(scorecard.by_id[id_])]
    return [id_ for id_ in node.capped_by if not is_answered(scorecard.results[id_].answer)]


def _why_unrated(findings: Findings, node: Node) -> str:
    _ = findings.translate
    if node is findings.scorecard.overall:
        return _("Overall is not rated, because a pillar is not rated.")
    if node.figures.score is None:
        return _("{title} is not rated: none of its questions applies.").format(title=findings.title(node.id))
    share = rounded(100 * findings.questionnaire.structure.scoring.not_rated_above)
    return _("{title} is not rated: more than {share} % of its questions are marked not applicable.").format(
        title=findings.title(node.id), share=f"{share:g}"
    )


def _next_steps(findings: Findings) -> tuple[SummaryLine, ...]:
    _ = findings.translate
    steps = tuple(
        SummaryLine(
            gap.indicator.id,
            _("{question}\nTo reach level {level}: {text}").format(
                question=_asked(findings, gap.indicator),
                level=gap.next_level,
                text=whole_text(findings.words, gap.indicator, gap.next_level, _),
            ),
        )
        for gap in findings.gaps[:NEXT_STEPS]
    )
    return steps or (SummaryLine(None, _("No question is below its target.")),)


def _asked(findings: Findings, indicator: Indicator) -> str:
    """The question, and its state where nobody answered it: the first step is then to answer."""
    state = findings.result(indicator).answer.state
    question = findings.question(indicator)
    return question if state == "answered" else f"{question} ({findings.states[state]})"


def _other_figures(findings: Findings) -> tuple[SummaryLine, ...]:
    _ = findings.translate
    overall = findings.scorecard.overall
    figures = overall.figures if findings.is_started(overall) else NO_FIGURES
    level = findings.questionnaire.structure.scoring.unsupported_level
    sentences = (
        (figures.of_answered, _("score of answered questions only")),
        (figures.own_control, _("score within own control")),
        (figures.supported, _("score if answers without evidence count as level {level}").format(level=level)),
    )
    return tuple(
        SummaryLine(NO_FIGURE if figure is None else rounded(figure), sentence, "big figure")
        for figure, sentence in sentences
    )


def _counts(findings: Findings) -> SummarySection:
    _ = findings.translate
    counts = findings.scorecard.overall.counts
    words = (
        _("asked"),
        _("answered"),
        _("unknown"),
        _("not applicable"),
        _("decided outside"),
        _("without evidence"),
    )
    lines = tuple(SummaryLine(count, word, "big count") for count, word in zip(counts, words, strict=True))
    return SummarySection(_("The questions behind the figures"), lines)
