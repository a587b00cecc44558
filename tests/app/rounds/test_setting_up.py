"""The lead sets up a round and changes its dates; a refusal stands beside its field and nothing typed is lost."""

from sqlmodel import select

from app.db.session import Database
from app.db.tables.records import AuditEntry
from app.db.tables.rounds import Round
from tests.app.browser import form, without_message, words
from tests.cast import Actor
from tests.house.bodies import BODIES
from tests.house.contents import contents

OF_2027 = BODIES["/rounds"]
DATES = "/rounds/round/dates"


def rounds(database: Database) -> dict[str, Round]:
    with database.reading() as db:
        return {round_.name: round_ for round_ in db.exec(select(Round))}


def newest_entry(database: Database) -> AuditEntry:
    with database.reading() as db:
        entry = db.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()  # type: ignore[attr-defined]
    assert entry
    return entry


def test_the_lead_sets_up_the_round_of_the_next_year(sofia: Actor, database: Database) -> None:
    answer = sofia.browser.post("/rounds", data=sofia.form(**OF_2027))

    made = rounds(database)["2027"]
    assert (answer.status_code, without_message(answer.headers["location"])) == (303, f"/rounds/{made.id}")
    assert {name: getattr(made, name) for name in OF_2027} == OF_2027
    entry = newest_entry(database)
    assert (entry.action, entry.by, entry.details["round"]) == ("round set up", "sofia", made.id)


def test_a_year_and_days_may_be_written_in_the_digits_of_another_language(sofia: Actor, database: Database) -> None:
    arabic = {ord("0") + digit: 0x660 + digit for digit in range(10)} | {ord("-"): "/"}
    typed = {name: str(value).translate({} if name == "questionnaire" else arabic) for name, value in OF_2027.items()}

    assert sofia.browser.post("/rounds", data=sofia.form(**typed)).status_code == 303
    made = rounds(database)["2027"]
    assert {name: getattr(made, name) for name in OF_2027} == OF_2027


def test_pressing_twice_sets_up_one_round(sofia: Actor, database: Database) -> None:
    first, second = (sofia.browser.post("/rounds", data=sofia.form(**OF_2027)) for _ in range(2))

    assert (second.status_code, second.headers["location"]) == (303, first.headers["location"])
    assert set(rounds(database)) == {"2026", "2027"}


def test_a_refused_round_comes_back_with_everything_typed(sofia: Actor, database: Database) -> None:
    before = contents(database)
    typed = OF_2027 | {"name": "2029", "due_on": "2100-04-01"}

    answer = sofia.browser.post("/rounds", data=sofia.form(**typed))

    assert answer.status_code == 422
    fields = form(answer.text, "/rounds")
    assert {name: fields.value(name) for name in typed} == typed
    assert "There is no round 2027 yet. Set it up first." in words(answer.text)
    assert "Answers must be due after the opening, 1 May 2100. Enter a later date." in words(answer.text)
    assert contents(database) == before


def test_only_a_published_version_can_be_chosen(sofia: Actor, database: Database) -> None:
    answer = sofia.browser.post("/rounds", data=sofia.form(**OF_2027 | {"questionnaire": "1999.1\0"}))

    assert answer.status_code == 422
    assert "Choose a published version of the questionnaire." in words(answer.text)


def test_an_empty_form_is_refused_at_every_field(sofia: Actor) -> None:
    answer = sofia.browser.post("/rounds", data=sofia.form())

    assert answer.status_code == 422
    assert answer.text.count("hint-problem") >= 6


def test_changed_dates_are_remembered_before_and_after(sofia: Actor, database: Database) -> None:
    fields = form(sofia.browser.get(DATES).text, DATES)
    answer = sofia.browser.post(DATES, data=fields.data(publish_on="2100-04-30"))

    assert answer.status_code == 303
    assert rounds(database)["2026"].publish_on == "2100-04-30"
    entry = newest_entry(database)
    assert (entry.action, entry.details["changed"]) == (
        "round dates changed",
        {"publish_on": ["2100-03-31", "2100-04-30"]},
    )


def test_dates_that_stay_as_they_are_change_nothing(sofia: Actor, database: Database) -> None:
    before = contents(database)

    sofia.browser.post(DATES, data=form(sofia.browser.get(DATES).text, DATES).data())

    assert contents(database) == before


def test_changed_dates_follow_the_same_rules(sofia: Actor, database: Database) -> None:
    fields = form(sofia.browser.get(DATES).text, DATES)

    answer = sofia.browser.post(DATES, data=fields.data(review_until="2099-01-01", opens_on=""))

    assert answer.status_code == 422
    assert form(answer.text, DATES).value("review_until") == "2099-01-01"
    assert rounds(database)["2026"].opens_on == "2026-09-01"


def test_a_round_that_is_not_there_is_a_404(sofia: Actor) -> None:
    for address in ("/rounds/none", "/rounds/none/dates", "/rounds/none/opening", "/rounds/none/overview.csv"):
        assert sofia.browser.get(address).status_code == 404
    for address in ("/rounds/none/dates", "/rounds/none/opening", "/rounds/%00/opening"):
        assert sofia.browser.post(address, data=sofia.form()).status_code == 404


def test_others_see_the_rounds_and_no_way_to_change_them(rita: Actor, bob: Actor) -> None:
    for person in (rita, bob):
        page = person.browser.get("/rounds").text
        assert "Round 2026" in words(page)
        assert "<form" not in page.split("<main")[1]
        assert "/dates" not in page


def test_the_lead_is_told_of_a_round_without_dates(sofia: Actor, database: Database) -> None:
    with database.writing() as db:
        db.get_one(Round, "round").publish_on = ""

    assert "Some dates of this round are not set." in words(sofia.browser.get("/rounds").text)
