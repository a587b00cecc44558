"""The forms of signing off: a signature, a level that the head changes, and the reasons for other steps."""

from collections.abc import Iterator

from app.access.forms import number_of
from app.access.loaders import NotYours
from app.validation.names import read_name
from app.web.forms import ChoiceField, Field, Form, TextField, TickField
from questionnaires.definition import YES_PARTLY_NO, Indicator, Questionnaire
from questionnaires.problems import N_, Problem
from questionnaires.texts import reader_of_needed

NO_REASON = N_("Enter the reason in one sentence.")


class SignatureForm(Form):
    name = Field(N_("Your name"), reader_of_needed(read_name, N_("Enter your name.")))
    title = Field(N_("Your title"), reader_of_needed(read_name, N_("Enter your title, such as Director General.")))
    checked = TickField(N_("I have checked these answers and confirm that they are accurate"))


class LevelForm(Form):
    """The head's level in place of the team's."""

    indicator = ChoiceField(N_("Question"))
    level = ChoiceField(N_("Level"))
    reason = TextField(N_("Reason"), needed=NO_REASON)

    def value_for(self, indicator: Indicator) -> int | str:
        """As answers have it: a number, or yes / partly / no. Refuses a level that the question does not have."""
        values = _values_of(indicator)
        if self.level.data not in values:
            self.refuse(_no_such_level(indicator))
        return values.get(self.level.data, 0)


def levels_of(indicator: Indicator) -> tuple[int, ...]:
    """The levels that a question has, from the lowest."""
    return tuple(sorted(map(int, _values_of(indicator))))


def _values_of(indicator: Indicator) -> dict[str, int | str]:
    """What the list of levels says -> the answer that has this level."""
    if indicator.kind == "maturity":
        return {str(level): level for level in range(5)}
    return {str(level): choice for choice, level in YES_PARTLY_NO.items()}


def _no_such_level(indicator: Indicator) -> Iterator[Problem]:
    if indicator.kind == "maturity":
        yield Problem("level", "Choose a level from 0 to 4.")
    else:
        yield Problem("level", "Choose 4 (yes), 2 (partly) or 0 (no) for this question.")


class WithdrawalForm(Form):
    why = TextField(N_("Reason"), needed=NO_REASON)


class CorrectionForm(Form):
    """The administration asks for the correction of a published result."""

    why = TextField(N_("What is wrong, and why"), needed=NO_REASON)


class DecisionForm(Form):
    """The secretariat allows or refuses it."""

    why = TextField(N_("Reason"), needed=NO_REASON)
    decision = ChoiceField(N_("Decision"))


class DisagreementForm(Form):
    """About one question: `of` is its id."""

    text = TextField(N_("Why you disagree"), needed=NO_REASON)


def indicator_of(questionnaire: Questionnaire, id_: str) -> Indicator:
    """A question that a person answers; raises NotYours for any other id."""
    indicator = questionnaire.indicators.get(id_)
    if indicator is None or not indicator.is_scored:
        raise NotYours
    return indicator


def whole(text: str) -> int:
    """A number in an address; raises NotYours for anything else."""
    number = number_of(text)
    if number is None:
        raise NotYours
    return number
