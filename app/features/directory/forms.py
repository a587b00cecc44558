"""The forms of the list of administrations and of the page of each."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from app.features.directory.fields import champion_problems, read_field, region_problems
from app.features.directory.zones import read_listed_zone
from app.web.forms import ChoiceField, DateField, Field, Form
from questionnaires.problems import N_


class DisclosureForm(Form):
    disclosure = ChoiceField(N_("Who can see a published result"))


class Identity:
    """What the secretariat alone keeps; it stands above what the administration keeps itself."""

    code = Field(N_("Code"), read_field)
    name = Field(N_("Name"), read_field)
    country = Field(N_("Country"), read_field)
    kind = Field(N_("Kind of organisation"), read_field)
    region = Field(N_("Region"), read_field)
    language = Field(N_("Language of correspondence"), read_field)


class DetailsForm(Form):
    """What the administration itself keeps."""

    contact_name = Field(N_("Contact: name"), read_field)
    contact_email = Field(N_("Contact: email address"), read_field)
    champion = Field(N_("Champion for gender equality"), read_field)
    champion_since = DateField(N_("Champion since"), read_field)
    time_zone = Field(N_("Time zone"), read_listed_zone)

    def __init__(self, submitted: FormData | None = None, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(submitted, data)
        if submitted is not None:
            self.refuse(champion_problems(self.champion.typed, self.champion_since.data))

    @property
    def values(self) -> dict[str, str]:
        """To be kept. A time zone that was not chosen stays what it is."""
        return {name: field.data for name, field in self.fields.items() if name != "time_zone" or field.data}


class AdministrationForm(Identity, DetailsForm):
    def __init__(self, submitted: FormData | None = None, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(submitted, data)
        if submitted is not None and not self.region.problems:
            self.refuse(region_problems(self.kind.data, self.region.data))
