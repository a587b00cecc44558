"""Opening a round: for all, for regions or for the ticked ones, in the full or the short form; with mails."""

import pytest
from sqlmodel import Session, col, select

from app.assessments.to_sign import figures_from
from app.db.session import Database
from app.db.tables.people import Administration, Membership, Person
from app.db.tables.records import AuditEntry, Mail
from app.db.tables.rounds import Assessment, Round
from questionnaires.catalogue import Catalogue
from tests.app.browser import form, words
from tests.app.queries import queries
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH
from tests.house.contents import contents

OPENING = "/rounds/next/opening"


@pytest.fixture
def next_round(database: Database) -> Database:
    """The round 2027, opened for nobody; Arden counted 80 staff in 2026, Brink 400."""
    with database.writing() as db:
        db.add(Round(id="next", name="2027", questionnaire="2026.1", due_on="2100-09-30"))
        for id_, staff in ((ARDEN, 80), ("brink-2026", 400)):
            assessment = db.get_one(Assessment, id_)
            assessment.profile, assessment.profile_revision = {"profile.staff_total": staff}, 1
        db.get_one(Administration, "brink").region = "AP"
    return database


def opened(db: Session) -> dict[str, Assessment]:
    assessments = db.exec(select(Assessment).where(col(Assessment.round_id) == "next"))
    return {assessment.administration_id: assessment for assessment in assessments}


@pytest.mark.parametrize(
    ("choice", "who"),
    [
        ({"which": "all"}, {"arden", "brink"}),
        ({"which": "regions", "region": ["AP", "WCA"]}, {"brink"}),
        ({"which": "ticked", "administration": "arden"}, {"arden"}),
    ],
)
def test_those_chosen_get_their_assessment(
    choice: dict[str, object], who: set[str], sofia: Actor, next_round: Database
) -> None:
    assert sofia.browser.post(OPENING, data=sofia.form(**choice)).status_code == 303

    with next_round.reading() as db:
        assert set(opened(db)) == who


def test_a_new_assessment_has_the_figures_of_no_answers_and_the_fingerprint(
    sofia: Actor, next_round: Database, catalogue: Catalogue
) -> None:
    sofia.browser.post(OPENING, data=sofia.form(which="all", short="arden"))

    version = catalogue["2026.1"]
    with next_round.reading() as db:
        for id_, form_ in (("arden", "short"), ("brink", "full")):
            assessment = opened(db)[id_]
            figures = figures_from(version, {}, {}, form_)  # type: ignore[arg-type]
            assert (assessment.form, assessment.state, assessment.fingerprint) == (
                form_,
                "not opened",
                version.fingerprint,
            )
            assert {name: getattr(assessment, name) for name in figures} == figures
        assert opened(db)["arden"].asked < opened(db)["brink"].asked


def test_the_short_form_is_suggested_where_the_last_profile_counts_few_staff(
    sofia: Actor, next_round: Database
) -> None:
    assert form(sofia.browser.get(OPENING).text, OPENING).values("short") == ["arden"]


@ON_BOTH
def test_coordinators_and_heads_get_a_mail_and_nobody_else(sofia: Actor, next_round: Database) -> None:
    with next_round.writing() as db:
        db.get_one(Person, "hugo").is_active = False
        db.add(Membership(person_id="alice", administration_id="brink", role="coordinator"))
    sofia.browser.post(OPENING, data=sofia.form(which="all"))

    with next_round.reading() as db:
        mails = list(db.exec(select(Mail)))
        assert sorted((mail.person_id, mail.names["place"]) for mail in mails) == [
            ("alice", "Arden Customs"),
            ("alice", "Brink Revenue"),
            ("charlie", "Brink Revenue"),
        ]
        assert {mail.assessment_id for mail in mails} == {assessment.id for assessment in opened(db).values()}
        assert {(mail.names["round"], mail.names["due"]) for mail in mails} == {("2027", "2100-09-30")}


@ON_BOTH
def test_opening_twice_adds_only_what_is_missing(sofia: Actor, next_round: Database) -> None:
    arden = sofia.form(which="ticked", administration="arden", short="arden")
    sofia.browser.post(OPENING, data=arden)
    before = contents(next_round)

    assert sofia.browser.post(OPENING, data=arden).status_code == 303
    assert contents(next_round) == before

    sofia.browser.post(OPENING, data=sofia.form(which="all"))
    with next_round.reading() as db:
        assert {id_: assessment.form for id_, assessment in opened(db).items()} == {"arden": "short", "brink": "full"}
        entries = db.exec(select(AuditEntry).where(AuditEntry.action == "round opened").order_by(col(AuditEntry.id)))
        assert [entry.details for entry in entries] == [
            {"round": "next", "full": [], "short": ["arden"]},
            {"round": "next", "full": ["brink"], "short": []},
        ]


@pytest.mark.parametrize("choice", [{}, {"which": "ticked"}, {"which": "regions", "administration": "arden"}])
def test_choosing_nobody_is_refused_and_the_ticks_stay(
    choice: dict[str, object], sofia: Actor, next_round: Database
) -> None:
    before = contents(next_round)

    answer = sofia.browser.post(OPENING, data=sofia.form(short="brink", **choice))

    assert answer.status_code == 422
    assert "Choose at least one administration." in words(answer.text)
    fields = form(answer.text, OPENING)
    assert fields.values("short") == ["brink"]
    assert fields.values("administration") == ([choice["administration"]] if "administration" in choice else [])
    assert contents(next_round) == before


def test_what_is_open_already_has_no_box(sofia: Actor, next_round: Database) -> None:
    sofia.browser.post(OPENING, data=sofia.form(which="ticked", administration="arden"))

    assert 'value="arden"' not in sofia.browser.get(OPENING).text


def test_opening_for_187_takes_few_statements(sofia: Actor, next_round: Database) -> None:
    with next_round.writing() as db:
        for number in range(185):
            names = {"name": f"Administration {number}", "country": "", "region": "AP", "language": "en"}
            db.add(Administration(id=f"x{number}", code=f"X{number}", **names))
            db.add(Membership(person_id="alice", administration_id=f"x{number}", role="coordinator"))
            db.flush()

    with queries(next_round) as sent:
        assert sofia.browser.post(OPENING, data=sofia.form(which="all")).status_code == 303

    assert len(sent) <= 20, "\n".join(sent)
    with next_round.reading() as db:
        assert len(opened(db)) == 187
