"""The forms of the lead: a round with its days, whom it is opened for, and more time for one administration."""

from collections.abc import Callable, Iterable

from app.features.rounds.calendar import DATE_NAMES, Plan
from app.features.rounds.queries import Candidate
from app.web.forms import ChoiceField, DateField, Field, Form, ListField, TextField
from questionnaires.answers import Form as QuestionnaireForm
from questionnaires.dates import read_date
from questionnaires.numbers import plain_digits
from questionnaires.problems import N_, Problem
from questionnaires.texts import as_kept, without_marks

WHICH = {
    "ticked": N_("Those I tick below"),
    "regions": N_("All of these regions"),
    "all": N_("All administrations"),
}
TICKED = "ticked"


def _year(_place: str, raw: object, _problems: list[Problem]) -> str:
    return plain_digits(without_marks(as_kept(str(raw))).strip())


def _day(place: str, raw: object, _problems: list[Problem]) -> str:
    """As ISO writes it, or what was typed where it is none: the calendar refuses that, with the other days in view."""
    written = without_marks(as_kept(str(raw))).strip()
    return read_date(place, written, []) or written


class YearForm(Form):
    """What a round is, before its days. A page has the fields of its form in the order in which they are named here."""

    name = Field(N_("Year"), _year)
    questionnaire = ChoiceField(N_("Version of the questionnaire"))


class DatesForm(Form):
    opens_on = DateField(DATE_NAMES["opens_on"], _day)
    due_on = DateField(DATE_NAMES["due_on"], _day)
    review_until = DateField(DATE_NAMES["review_until"], _day)
    publish_on = DateField(DATE_NAMES["publish_on"], _day)

    def plan_of(self, year: str) -> Plan:
        return Plan(year, self.opens_on.data, self.due_on.data, self.review_until.data, self.publish_on.data)


class RoundForm(YearForm, DatesForm):
    @property
    def plan(self) -> Plan:
        return self.plan_of(self.name.data)


class ExtensionForm(Form):
    extended_to = DateField(N_("New due date"), _day)
    why = TextField(N_("Reason"), needed=N_("Enter the reason. The administration will see it."))


class OpeningForm(Form):
    which = ChoiceField(N_("Which administrations?"))
    region = ListField(N_("Regions"))
    administration = ListField(N_("Add"))
    short = ListField(N_("Short form"))

    def chosen(self, candidates: Iterable[Candidate]) -> dict[str, QuestionnaireForm]:
        """Administration id -> form, of all, of those of some regions, or of the ticked ones."""
        wanted: Callable[[Candidate], bool] = {
            "all": lambda _: True,
            "regions": lambda candidate: candidate.region in self.region.data,
            TICKED: lambda candidate: candidate.id in self.administration.data,
        }.get(self.which.data, lambda _: False)
        short = set(self.short.data)
        chosen = (candidate.id for candidate in candidates if wanted(candidate))
        return {id_: "short" if id_ in short else "full" for id_ in chosen}


def suggested(candidates: Iterable[Candidate]) -> OpeningForm:
    return OpeningForm(
        data={"which": TICKED, "short": [candidate.id for candidate in candidates if candidate.suggests_short]}
    )
