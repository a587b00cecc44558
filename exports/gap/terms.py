"""The words of the workbook that are not plain, each in a sentence or two: notes beside the titles that use them."""

from collections.abc import Mapping

from exports.gap.findings import Findings
from questionnaires.problems import N_

TERMS = (
    (N_("Core"), N_("A core question holds the level of its pillar back while it is far below it.")),
    (N_("Weight"), N_("How many times it counts in the mean above it.")),
    (N_("Level"), N_("From 0 to 4. 0* marks a question whose answer nobody knows: it counts 0.")),
    (N_("Level now"), N_("From 0 to 4. 0* marks a question whose answer nobody knows: it counts 0.")),
    (N_("Score"), N_("From 0 to 100. What is not known or not answered counts 0.")),
    (N_("Exact score"), N_("The score as a fraction, before it is rounded to one decimal.")),
    (
        N_("Score, last round"),
        N_("What the round before reported, by the same version of the questionnaire and in the same form."),
    ),
    (N_("Last round"), N_("The level that the round before reported. Empty where nothing can be compared.")),
    (N_("Change"), N_("The level of this round minus that of the last.")),
    (N_("Self"), N_("What the team of the administration answered.")),
    (N_("Validated"), N_("What the head of the administration signed.")),
    (N_("Moderated"), N_("What the reviewer of the secretariat holds to be shown.")),
    (
        N_("Level by the score alone"),
        N_("The level that the score gives before anything holds it back."),
    ),
    (
        N_("Held back by"),
        N_("A pillar gets at most the level of its lowest core question plus {margin}. These are the lowest."),
    ),
    (N_("Score of what is answered"), N_("Leaves out what is not known and not answered.")),
    (N_("Score within own control"), N_("Leaves out what another authority decides.")),
    (
        N_("Score with evidence only"),
        N_("Answers for which nothing can be shown count as level {unsupported}."),
    ),
    (N_("Coverage, %"), N_("Answered questions among those that apply to this administration.")),
    (N_("Answered, %"), N_("Answered questions among those that apply to this administration.")),
    (
        N_("Not known (each counts 0*)"),
        N_("Nobody could say. It counts 0, with a star to tell it apart from a true 0."),
    ),
    (N_("Not applicable"), N_("The administration does not do this. Left out of the score, with a reason.")),
    (
        N_("Decided outside"),
        N_("Another authority decides. It counts like any other, but never holds a level back."),
    ),
    (N_("Decided outside by"), N_("The authority that decides in place of the administration.")),
    (N_("Without evidence"), N_("Level {shown} or more, and nothing was named that shows it.")),
    (N_("Counts as (0 to 1)"), N_("What the answer brings to the score of its element: level / 4.")),
    (
        N_("Target"),
        N_("The level to reach: {core} for core questions and {other} for others, or the administration's own."),
    ),
    (N_("Target level"), N_("The level to reach. Choose another where your plan aims higher or lower.")),
    (N_("Gap"), N_("How many levels are missing to the target.")),
    (N_("Priority"), N_("Gap times weight, and twice that for a core question.")),
    (
        N_("Why it stands here"),
        N_("First what holds a pillar back, then the safety of staff, then the highest priority."),
    ),
    (N_("Next level"), N_("The next level to reach; its text stands beside it.")),
    (N_("Agreement"), N_("Says where administration and reviewer see a level differently.")),
    (N_("Reason code"), N_("NA1: not its task. NA2: forbidden by law. NA3: no case in the period.")),
    (N_("Support asked"), N_("Choose from the list, or write another source of support.")),
    (N_("Status"), N_("Choose from the list; the colour follows the word.")),
    (
        N_("Score if every target is met"),
        N_("Every question below its target counts as its target, all others as they are."),
    ),
)


def terms(findings: Findings) -> Mapping[str, str]:
    """The note for each title, in the language of the report, with the rules of the version."""
    _, rules = findings.translate, findings.questionnaire.structure.scoring
    names = {
        "margin": rules.core_margin,
        "unsupported": rules.unsupported_level,
        "shown": rules.evidence_from,
        "core": rules.targets.core,
        "other": rules.targets.other,
    }
    notes = {_(title): _(note).format(**names) for title, note in TERMS}
    for name in findings.names.values():
        for title in (_("Level, {kind}"), _("Score, {kind}")):
            notes[title.format(kind=name)] = notes[name]
    return notes
