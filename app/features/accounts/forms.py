"""The forms by which people sign in and keep their accounts."""

from collections.abc import Collection
from datetime import timedelta

from app.access import passwords
from app.access.identity import READ, WRITE
from app.db.tables.people import Person
from app.features.accounts.tokens import TokenWish
from app.i18n.languages import offered
from app.jobs.mail_choices import DAILY, EACH, FEW
from app.validation.mail_addresses import normalised
from app.validation.names import read_name
from app.web.forms import Field, Form, Reader, SecretField
from questionnaires.problems import N_, Problem
from questionnaires.texts import reader_of_needed

DAYS = ("30", "90", "365")
"""How long a token for a program works, as the page offers it."""
UNNAMED_PASSKEY = "Passkey"
EMAILS = {
    EACH: N_("One for each event"),
    DAILY: N_("One a day, at 07:00"),
    FEW: N_("Only when I am needed to sign or to answer again"),
}


def _read_address(_place: str, raw: object, _problems: list[Problem]) -> str:
    """As accounts are compared; what is no address has no account."""
    return normalised(str(raw))


def _read_language(place: str, raw: object, problems: list[Problem]) -> str:
    """ "" where none was chosen: then what is stored stays."""
    chosen = str(raw)
    if chosen and chosen not in offered():
        problems.append(Problem(place, N_("Choose one of the languages.")))
    return chosen


def _read_emails(place: str, raw: object, problems: list[Problem]) -> str:
    """The same."""
    chosen = str(raw)
    if chosen and chosen not in EMAILS:
        problems.append(Problem(place, N_("Choose which emails you want.")))
    return chosen


def _read_passkey_name(place: str, raw: object, problems: list[Problem]) -> str:
    return read_name(place, raw, problems) or UNNAMED_PASSKEY


def _reader_of_one(options: Collection[str], sentence: str) -> Reader[str]:
    def read_one(place: str, raw: object, problems: list[Problem]) -> str:
        if raw not in options:
            problems.append(Problem(place, sentence))
        return str(raw)

    return read_one


_read_own_name = reader_of_needed(read_name, N_("Enter your name as colleagues know it."))


class CredentialsForm(Form):
    email = Field(N_("Email address"), _read_address)
    password = SecretField(N_("Password"))


class ResetForm(Form):
    email = Field(N_("Email address"), _read_address)


class AnyCodeForm(Form):
    code = SecretField(N_("Code from your app, or a recovery code"))


class RecoveryCodeForm(Form):
    """Of somebody without an app."""

    code = SecretField(N_("Recovery code"))


class AppCodeForm(Form):
    code = SecretField(N_("Code"))


class PasswordProofForm(Form):
    """It stands on one page with the form of a new password, which asks for the same."""

    current = SecretField(N_("Your password"), id="proof")


class MeForm(Form):
    name = Field(N_("Your name"), _read_own_name)
    language = Field(N_("Language"), _read_language)
    emails = Field(N_("Emails about assessments"), _read_emails)


def form_of_me(person: Person, emails: str) -> MeForm:
    return MeForm(data={"name": person.name, "language": person.language, "emails": emails})


class AcceptanceForm(Form):
    """Of an invitation."""

    name = Field(N_("Your name"), _read_own_name)
    language = Field(N_("Language"), _read_language)
    password = SecretField(N_("Password"))
    again = SecretField(N_("Repeat password"))


def form_of_invitation(person: Person, name: str) -> AcceptanceForm:
    """`name` is that of the invitation."""
    return AcceptanceForm(data={"name": name, "language": person.language})


class NewPasswordForm(Form):
    password = SecretField(N_("New password"))
    again = SecretField(N_("Repeat password"))


class PasswordChangeForm(Form):
    current = SecretField(N_("Current password"))
    password = SecretField(N_("New password"))
    again = SecretField(N_("Repeat password"))


class TokenForm(Form):
    token_name = Field(N_("What it is for"), reader_of_needed(read_name, N_("Enter what the token is for.")))
    scope = Field(
        N_("What the program can do"),
        _reader_of_one((READ, WRITE), N_("Choose what the program can do: read, or read and write.")),
    )
    days = Field(N_("How long it works"), _reader_of_one(DAYS, N_("Choose how long the token works.")))

    @property
    def wish(self) -> TokenWish:
        return TokenWish(self.token_name.data, self.scope.data, timedelta(days=int(self.days.data)))


class PasskeyForm(Form):
    passkey_name = Field(N_("Name of the passkey"), _read_passkey_name)


def refuse_bad_password(form: AcceptanceForm | NewPasswordForm | PasswordChangeForm, *known: str) -> None:
    """`known` is what others know of the person, and guess at."""
    if problem := passwords.problem_of(form.password.data, *known):
        form.refuse([problem])
    elif form.password.data != form.again.data:
        form.refuse([Problem("again", N_("The passwords do not match. Enter the same password twice."))])
