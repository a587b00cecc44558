"""Administrations, accounts, and all that signs a person in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel, col

from app.db.tables.columns import Moment, one_of
from app.validation.offices import OFFICES
from app.validation.organisations import ADMINISTRATION, KINDS


class Administration(SQLModel, table=True):
    """A customs administration, or another organisation that assesses itself: `kind` says which.

    `code` is ISO 3166-1 alpha-2, or any short code in a demo. `region` is "" for a secretariat that is of none.

    `time_zone` is a name of the time zone database; `champion` is the champion for gender equality, `champion_since` an
    ISO date. `disclosure` says who may see a published result beside the administration itself and the secretariat.
    """

    __table_args__ = (
        CheckConstraint(one_of("disclosure", "own", "members", "public"), name="disclosure"),
        CheckConstraint(one_of("kind", *KINDS), name="kind"),
    )

    id: str = Field(primary_key=True)
    code: str = Field(unique=True)
    name: str
    country: str
    region: str
    language: str
    time_zone: str = "UTC"
    contact_name: str = ""
    contact_email: str = ""
    champion: str = ""
    champion_since: str = ""
    disclosure: str = "own"
    kind: str = ADMINISTRATION


COUNTS = col(Administration.kind) == ADMINISTRATION
"""`app.validation.organisations.counts_in_figures`, for queries."""


class Person(SQLModel, table=True):
    """An account. `office` is what the person is beside any administration; "" for people of administrations.

    `password_hash` is "" until an invitation was accepted, and for those who sign in elsewhere only.
    """

    __table_args__ = (CheckConstraint(one_of("office", "", *OFFICES), name="office"),)

    id: str = Field(primary_key=True)
    email: str = Field(unique=True)
    name: str
    language: str = "en"
    office: str = ""
    password_hash: str
    is_active: bool = True


class MailChoice(SQLModel, table=True):
    """Of a person who does not want a mail for each act: one a day, or few. Whoever has no row gets each."""

    __tablename__ = "mail_choice"
    __table_args__ = (CheckConstraint(one_of("choice", "daily", "few"), name="choice"),)

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    choice: str


class Membership(SQLModel, table=True):
    """The one role of a person in an administration.

    Until the person was here after `invited_at`, the team sees the name that the invitation gave: whether an address
    has an account elsewhere does not show.
    """

    __table_args__ = (CheckConstraint(one_of("role", "coordinator", "contributor", "head", "viewer"), name="role"),)

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    administration_id: str = Field(primary_key=True, foreign_key="administration.id", index=True)
    role: str
    invited_as: str = ""
    invited_at: datetime | None = Field(default=None, sa_type=Moment)


class Link(SQLModel, table=True):
    """A single-use link that was mailed. Only the SHA-256 of its token is kept.

    `bound_to` is a fingerprint of the credentials when the link was made: once they change, the link is void.
    """

    __table_args__ = (CheckConstraint(one_of("kind", "invitation", "reset"), name="kind"),)

    id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    kind: str
    person_id: str = Field(foreign_key="person.id", index=True)
    bound_to: str
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class SecondFactor(SQLModel, table=True):
    """An authenticator app. `secret` is encrypted; `last_step` is the newest time step used: no code works twice.

    `confirmed_at` is empty until the first code was typed: before, signing in asks for none.
    """

    __tablename__ = "second_factor"

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    secret: str
    last_step: int = 0
    created_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)


class RecoveryCode(SQLModel, table=True):
    """For the day when the authenticator app is lost; each works once."""

    __tablename__ = "recovery_code"

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    code_hash: str = Field(primary_key=True)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class Passkey(SQLModel, table=True):
    """A key of the W3C's Web Authentication; `id` and `public_key` are base64url."""

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    public_key: str
    sign_count: int
    name: str
    created_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class ExternalIdentity(SQLModel, table=True):
    """An account at an OpenID provider: issuer and subject, never the e-mail address, say who it is."""

    __tablename__ = "external_identity"

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    linked_at: datetime = Field(sa_type=Moment)


class SignInSession(SQLModel, table=True):
    """A browser that is signed in. Only the SHA-256 of its random token is kept.

    `stage` is "signed in", or what is still to do before: "second factor", or "enrolment" of one. `challenge`
    is no longer filled. `id` names the session in lists, since the hash must not leave the database.
    """

    __tablename__ = "session"
    __table_args__ = (CheckConstraint(one_of("stage", "signed in", "second factor", "enrolment"), name="stage"),)

    token_hash: str = Field(primary_key=True)
    id: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    stage: str = "signed in"
    challenge: str = ""
    device: str = ""
    address: str = ""
    started_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)


class ApiToken(SQLModel, table=True):
    """A bearer token for the API, hashed as the sessions are. `id` names it in lists, `name` is the person's own.

    `used_at` is when it was last used, to the hour; empty until it first is.
    """

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint(one_of("scope", "read", "write"), name="scope"),)

    token_hash: str = Field(primary_key=True)
    id: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    name: str
    scope: str
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class InvitationMail(SQLModel, table=True):
    """An invitation that left, to count it: a row stays for a week, whatever becomes of the person.

    `address_hash` is keyed. `administration_id` is "" for an invitation to an office; what it names may be gone.
    """

    __tablename__ = "invitation_mail"
    __table_args__ = (
        Index("ix_invitation_mail_by_at", "by", "at"),
        Index("ix_invitation_mail_address_hash_at", "address_hash", "at"),
    )

    id: str = Field(primary_key=True)
    by: str
    administration_id: str = ""
    address_hash: str
    at: datetime = Field(sa_type=Moment, index=True)
