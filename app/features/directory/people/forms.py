"""The forms of the people of an administration and of an office."""

from typing import Any

from starlette.datastructures import FormData

from app.features.directory.people.invitations import Invitation
from app.i18n import languages
from app.validation import mail_addresses, names
from app.web.forms import ChoiceField, Field, Form
from questionnaires.problems import N_, Problem
from questionnaires.texts import reader_of_needed


def _read_email(place: str, raw: object, problems: list[Problem]) -> str:
    return mail_addresses.normalised(mail_addresses.read_email(place, raw, problems))


class LanguageField(ChoiceField):
    """Where there is one language only, no page asks for it."""

    def process_formdata(self, sent: list[Any]) -> None:
        is_asked = any(sent) or len(languages.offered()) > 1
        super().process_formdata(sent if is_asked else [languages.DEFAULT])


class InvitationForm(Form):
    name = Field(N_("Name"), reader_of_needed(names.read_name, N_("Enter the person's name.")))
    email = Field(N_("Email address"), reader_of_needed(_read_email, N_("Enter the person's email address.")))
    role = ChoiceField(N_("What will this person do?"))
    language = LanguageField(N_("Language of the invitation"))

    @property
    def invitation(self) -> Invitation:
        return Invitation(self.email.data, self.name.data, self.role.data, self.language.data)


def first_invitation(role: str, language: str) -> InvitationForm:
    """What the page begins with."""
    return InvitationForm(data={"role": role, "language": language})


class RoleForm(Form):
    role = ChoiceField(N_("Role"))


class OfficeForm(Form):
    office = ChoiceField(N_("Office"))


def invitation_form(submitted: FormData, roles: tuple[str, ...]) -> InvitationForm:
    """To one of these roles or offices."""
    form = InvitationForm(submitted)
    if form.role.data not in roles:
        form.refuse([Problem("role", "Choose what the person will do.")])
    if form.language.data not in languages.offered():
        form.refuse([Problem("language", "Choose a language.")])
    return form
