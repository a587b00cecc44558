"""The forms of reviews: a decision, its end, its reopening, who gets a review, and the draw of second ones."""

from app.assessments.draws import read_seed
from app.assessments.report.outcome import SUMMARY
from app.web.forms import ChoiceField, DateField, Field, Form, ListField, TextField
from questionnaires.numbers import read_whole
from questionnaires.problems import N_, Problem
from questionnaires.texts import read_needed

LONGEST_REASON = 1_000
"""It stands with each of the answers that it is given for."""
AT_MOST = N_("Enter {most} characters or fewer.")


def as_typed(_place: str, raw: object, _problems: list[Problem]) -> str:
    """For what `decisions` and `assigning` read."""
    return str(raw)


class DecisionForm(Form):
    """On one indicator: `of` is its id."""

    choice = Field(N_("Your decision"), as_typed)
    reason = Field(N_("Why does your level differ?"), as_typed)
    note = Field(N_("Note"), as_typed)

    @property
    def typed(self) -> dict[str, str]:
        return {name: field.typed for name, field in self.fields.items()}


class DraftForm(Form):
    """The draft of a question of a return: `of` is the id of what it asks about. Emptied, it is none."""

    needed = TextField(N_("What is needed?"))


class ReopeningForm(Form):
    why = TextField(N_("Remark to the reviewer"), needed=N_("Enter what the reviewer should look at again."))


class AssignmentForm(Form):
    """Of one review or of several; `due_on` may stay empty."""

    assessment = ListField(N_("Reviews"))
    reviewer = ChoiceField(N_("Reviewer"))
    due_on = DateField(N_("Due date"), as_typed)


class SecondAssignmentForm(AssignmentForm):
    assessment = ListField(N_("Drawn"))
    reviewer = ChoiceField(N_("Second reviewer"))


def _reason(place: str, raw: object, sentence: str, problems: list[Problem]) -> str:
    why = read_needed(place, raw, sentence, problems).strip()
    if len(why) > LONGEST_REASON:
        problems.append(Problem(place, AT_MOST, {"most": f"{LONGEST_REASON:,}"}))
    return why


def _why_unexamined(place: str, raw: object, problems: list[Problem]) -> str:
    return _reason(place, raw, N_("Enter why you accept them without examination."), problems)


def _why_none(place: str, raw: object, problems: list[Problem]) -> str:
    return _reason(place, raw, N_("Enter why no recommendation is needed."), problems)


class CompletionForm(Form):
    """What it takes to accept answers that nobody examined: a tick, for as many as the page said, and a reason."""

    unexamined = ChoiceField(N_("Accept the remaining answers as signed, without examination"))
    why = Field(N_("Why are they not examined?"), _why_unexamined)


class UnadvisedForm(Form):
    """The same for questions that ask for a recommendation and have none."""

    unadvised = ChoiceField(N_("No recommendation is needed on these questions"))
    why_none = Field(N_("Why is none needed?"), _why_none)


class RecommendationForm(Form):
    finding = TextField(N_("What was found"), needed=N_("Enter what was found."))
    risk = TextField(N_("The risk if nothing changes"), needed=N_("Enter the risk if nothing changes."))
    recommended = TextField(N_("What you recommend"), needed=N_("Enter what you recommend."))
    due_on = DateField(N_("By when (optional)"))


class NoneNeededForm(Form):
    why_none = Field(N_("Why is none needed?"), _why_none)


class SummaryForm(Form):
    """The four texts of a review as a whole, under the names of `exports.gap.outcome.SUMMARY`."""

    method = TextField(SUMMARY["method"])
    evidence = TextField(SUMMARY["evidence"])
    good_practice = TextField(SUMMARY["good_practice"])
    to_improve = TextField(SUMMARY["to_improve"])


class FollowUpForm(Form):
    """On one recommendation: `of` is the id of its question."""

    status = ChoiceField(N_("What became of it?"))
    reason = TextField(N_("What was done, or why not"), needed=N_("Enter what was done, or why not."))


def _share(place: str, raw: object, problems: list[Problem]) -> int:
    return read_whole(place, raw, problems, 1, 100) or 0


class DrawForm(Form):
    round = ChoiceField(N_("Round"))
    share = Field(N_("Share in per cent"), _share)
    seed = Field(N_("Seed"), read_seed)
