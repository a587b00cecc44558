"""The words of the workbook that are not plain, each in a sentence or two: notes beside the titles that use them."""

from collections.abc import Mapping

from exports.gap.findings import Findings
from questionnaires.problems import N_

TERMS = (
    (N_("Core"), N_("A core question can hold back the level of its pillar.")),
    (N_("Weight"), N_("How many times it counts in the mean it belongs to.")),
    (N_("Level"), N_("From 0 to 4. 0* marks an unknown answer, which scores 0.")),
    (N_("Level now"), N_("From 0 to 4. 0* marks an unknown answer, which scores 0.")),
    (N_("Score"), N_("From 0 to 100. Unknown and unanswered questions score 0.")),
    (
        N_("Last round score"),
        N_("The score of the last round, with the same version and form of the questionnaire."),
    ),
    (N_("Last round"), N_("The level in the last round. Empty if there is nothing to compare.")),
    (N_("Change"), N_("The level of this round minus that of the last.")),
    (N_("Self-assessed"), N_("What the administration's team answered.")),
    (N_("Signed"), N_("What the head of the administration signed.")),
    (N_("Reviewed"), N_("What the secretariat's reviewer accepted as shown.")),
    (
        N_("Level from score alone"),
        N_("The level that the score gives before anything holds it back, where it is another one."),
    ),
    (
        N_("Held back by"),
        N_("A pillar gets at most the level of its lowest core question plus {margin}. These are the lowest."),
    ),
    (N_("Score of answered questions"), N_("Leaves out unknown and unanswered questions.")),
    (N_("Score within own control"), N_("Leaves out questions that another authority decides.")),
    (
        N_("Score with evidence only"),
        N_("Answers without evidence count as level {unsupported}."),
    ),
    (N_("Coverage, %"), N_("Share of answered questions among those that apply to this administration.")),
    (N_("Answered, %"), N_("Share of answered questions among those that apply to this administration.")),
    (
        N_("Unknown (each scores 0*)"),
        N_("No one knows the answer. It scores 0, with a star to distinguish it from a true 0."),
    ),
    (N_("Not applicable"), N_("The administration does not do this. Left out of the score, with a reason.")),
    (
        N_("Decided outside"),
        N_("Another authority decides. It counts like any other, but never holds a level back."),
    ),
    (N_("Decided outside by"), N_("The authority that decides instead of the administration.")),
    (N_("Without evidence"), N_("Level {shown} or above, with no evidence.")),
    (N_("Counts as (0 to 1)"), N_("What the answer adds to the score of its element: level / 4.")),
    (
        N_("Target"),
        N_("The level to reach: {core} for core questions and {other} for others, or the administration's own target."),
    ),
    (N_("Target level"), N_("The level to reach. Choose another if your plan aims higher or lower.")),
    (N_("Gap"), N_("How many levels are missing to reach the target.")),
    (N_("Priority"), N_("Gap times weight, and twice that for a core question.")),
    (
        N_("Why it ranks here"),
        N_("First what holds a pillar back, then staff safety, then the highest priority."),
    ),
    (N_("Next level"), N_("The next level to reach. Its text is beside it.")),
    (N_("Agreement"), N_("Shows where administration and reviewer disagree on a level.")),
    (N_("Reason code"), N_("NA1: not its task. NA2: forbidden by law. NA3: no case in the period.")),
    (N_("Support requested"), N_("Choose from the list, or enter another source of support.")),
    (N_("Status"), N_("Choose from the list. The colour changes with the word.")),
    (
        N_("Score if targets are met"),
        N_("Questions below target count at their target. All others count as they are."),
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
        for title in (_("{kind} level"), _("{kind} score")):
            notes[title.format(kind=name)] = notes[name]
    return notes
