"""The workforce tables for programs: what each reader gets, how numbers are saved, and what is refused."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.assessments.lifecycle import State
from app.assessments.workforce.cells import values_of
from app.db.session import Database
from questionnaires.catalogue import Catalogue
from questionnaires.workforce.definition import CellId
from tests.app.queries import queries
from tests.app.workforce.conftest import set_profile
from tests.cast import ARDEN, BRINK, Actor, actor
from tests.engines import ON_BOTH
from tests.states import put_in_state

API = f"/api/v1/assessments/{ARDEN}"
HOME = f"{API}/workforce"
GRADES, WOMEN = f"{HOME}/WT1a", f"{HOME}/WT1a/G1/staff.W"


def put(person: Actor, address: str, body: object) -> Any:
    return person.browser.put(address, json=body, headers=person.api)


def get(person: Actor, address: str = HOME) -> Any:
    answer = person.browser.get(address, headers=person.api)
    assert answer.status_code == 200, answer.text
    return answer.json()


@ON_BOTH
def test_a_number_is_saved_and_read_back_with_its_revision_and_source(alice: Actor, on_2027: Database) -> None:
    assert put(alice, WOMEN, {"value": 3, "revision": 0}).json()["revision"] == 1
    assert put(alice, WOMEN, {"value": None, "revision": 1}).json()["value"] is None
    again = put(alice, WOMEN, {"value": None, "revision": 0})

    number = get(alice)["numbers"]["WT1a/G1/staff.W"]
    assert again.json() == number
    assert {name: number[name] for name in ("value", "revision", "source")} == {
        "value": None,
        "revision": 2,
        "source": "program",
    }


@ON_BOTH
def test_several_numbers_are_saved_all_or_none(alice: Actor, connie: Actor, on_2027: Database) -> None:
    put(connie, WOMEN, {"value": 2, "revision": 0})
    several = {f"G{grade}/staff.{sex}": {"value": 10 * grade, "revision": 0} for grade in (1, 2) for sex in "WM"}

    refused = put(alice, GRADES, {"numbers": several})
    several["G1/staff.W"]["revision"] = 1
    saved = put(alice, GRADES, {"numbers": several})

    assert refused.status_code == 409
    assert refused.json()["yours"] == {"G1/staff.W": 10}
    assert refused.json()["theirs"]["G1/staff.W"]["value"] == 2
    assert {name: each["revision"] for name, each in saved.json()["numbers"].items()} == {
        "G1/staff.W": 2,
        "G1/staff.M": 1,
        "G2/staff.W": 1,
        "G2/staff.M": 1,
    }
    with on_2027.reading() as db:
        assert values_of(db, ARDEN)[CellId("WT1a", "G1", "staff", "W")] == 10


def test_a_number_that_somebody_changed_meanwhile_is_not_overwritten(
    alice: Actor, connie: Actor, on_2027: Database
) -> None:
    """Not even by the number that stood there before: a program that sends it means it."""
    put(alice, WOMEN, {"value": 3, "revision": 0})
    put(connie, WOMEN, {"value": 4, "revision": 1})

    answer = put(alice, WOMEN, {"value": 3, "revision": 1})

    assert answer.status_code == 409
    assert (answer.json()["yours"], answer.json()["theirs"]["value"], answer.json()["revision"]) == (3, 4, 2)


BAD = [
    ({"value": -1, "revision": 0}, "value", "Enter a whole number from 0 to 9,999,999."),
    ({"value": 10**12, "revision": 0}, "value", "Enter a whole number from 0 to 9,999,999."),
    ({"value": 1.5, "revision": 0}, "value", "Send `value`: a whole number of the smallest unit, or null"),
    ({"value": "3", "revision": 0}, "value", "Send `value`"),
    ({"value": True, "revision": 0}, "value", "Send `value`"),
    ({"value": [3], "revision": 0}, "value", "Send `value`"),
    ({"revision": 0}, "value", "Send `value`"),
    ({"value": 3}, "revision", "Send the revision your number is based on"),
    ({"value": 3, "revision": "0"}, "revision", "Send the revision"),
    ({"value": 3, "revision": -1}, "revision", "Send the revision"),
    ({"value": 3, "revision": 0, "sex": "W"}, "sex", "This part is unknown"),
]


@pytest.mark.parametrize(("body", "field", "sentence"), BAD)
def test_what_is_no_number_is_refused_with_a_sentence(
    alice: Actor, on_2027: Database, body: dict[str, Any], field: str, sentence: str
) -> None:
    alone = put(alice, WOMEN, body)
    several = put(alice, GRADES, {"numbers": {"G1/staff.W": body, "G1/staff.M": {"value": 8, "revision": 0}}})

    assert [answer.status_code for answer in (alone, several)] == [422, 422]
    assert [error["field"] for error in alone.json()["errors"]] == [field]
    assert alone.json()["errors"][0]["message"].startswith(sentence)
    assert [error["field"] for error in several.json()["errors"]] == [f"numbers.G1/staff.W.{field}"]
    assert get(alice)["numbers"] == {}


@pytest.mark.parametrize(
    "body",
    [{}, {"numbers": {}}, {"numbers": [3]}, {"numbers": {"G9/staff.W": {"value": 3, "revision": 0}}}, {"G1": 3}],
)
def test_a_body_without_numbers_of_the_table_is_refused(alice: Actor, on_2027: Database, body: object) -> None:
    answer = put(alice, GRADES, body)

    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_pay_is_sent_in_hundredths(alice: Actor, on_2027: Database) -> None:
    set_profile(on_2027, pay_data_available="yes")

    assert put(alice, f"{HOME}/WT4a/G5/mean_pay.W", {"value": 1960, "revision": 0}).status_code == 200

    assert 'value="19.60"' in alice.browser.get(f"/assessments/{ARDEN}/workforce/WT4a").text


@pytest.mark.parametrize("place", ["WT1a/G9/staff.W", "WT1a/G1/staff.Z", "WT99/G1/staff.W", "WT4a/G1/mean_pay.W"])
def test_what_is_not_asked_is_not_there(alice: Actor, on_2027: Database, place: str) -> None:
    set_profile(on_2027, pay_data_available="forbidden")

    assert put(alice, f"{HOME}/{place}", {"value": 3, "revision": 0}).status_code == 404


def test_a_version_without_tables_has_no_such_place(alice: Actor) -> None:
    for address in (HOME, "/api/v1/questionnaires/2026.1/tables", "/api/v1/questionnaires/1999.1/tables"):
        assert alice.browser.get(address, headers=alice.api).status_code == 404
    assert put(alice, WOMEN, {"value": 3, "revision": 0}).status_code == 404


def test_what_does_not_fit_together_is_said(alice: Actor, on_2027: Database) -> None:
    put(alice, f"{HOME}/WT3b/GC/eligible.W", {"value": 10, "revision": 0})
    put(alice, f"{HOME}/WT3b/GC/promoted.W", {"value": 11, "revision": 0})

    (finding,) = get(alice)["findings"]
    assert (finding["check"], finding["kind"], finding["left"], finding["right"]) == ("V4", "error", 11, 10)
    assert finding["numbers"] == ["WT3b/GC/promoted.W", "WT3b/GC/eligible.W"]
    assert finding["text"]


def test_others_get_what_was_published_and_before_that_nothing(
    app: FastAPI, alice: Actor, on_2027: Database, catalogue: Catalogue
) -> None:
    grades = {
        f"G{grade}/staff.{sex}": {"value": 2 if grade == 1 else 40 * grade, "revision": 0}
        for grade in range(1, 8)
        for sex in "WM"
    }
    grades["G7/staff.X"] = {"value": 57, "revision": 0}
    put(alice, GRADES, {"numbers": grades})
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.SIGNED)
    before = [get(actor(app, name)) for name in ("bob",)]
    reviewing = [get(actor(app, name)) for name in ("sofia", "rita", "vera")]
    with on_2027.writing() as db:
        put_in_state(db, catalogue, State.PUBLISHED)
    sofia, rita, bob = (get(actor(app, name)) for name in ("sofia", "rita", "bob"))

    nothing: dict[str, Any] = {"version": "2027.1", "edition": None, "merged": [], "hidden": [], "figures": {}}
    assert before == [nothing]
    assert all(each["numbers"]["WT1a/G1/staff.W"]["value"] == 2 for each in reviewing)
    assert sofia == rita == bob
    assert bob["edition"] == 1
    assert bob["merged"] == [["G1", "G2"]]
    assert bob["figures"]["WT1a/G1+G2/staff.W"] == 82
    assert "WT1a/G1/staff.W" in bob["hidden"]
    assert not [key for key in bob["figures"] if key.endswith(".X")]


@pytest.mark.parametrize("state", State)
def test_only_those_who_answer_save_and_only_before_the_signature(
    app: FastAPI, on_2027: Database, catalogue: Catalogue, state: State
) -> None:
    with on_2027.writing() as db:
        put_in_state(db, catalogue, state)

    for name in ("alice", "hugo", "vera", "charlie", "sofia", "rita", "bob"):
        for address, body in (
            (WOMEN, {"value": 3, "revision": 0}),
            (GRADES, {"numbers": {"G2/staff.W": {"value": 3, "revision": 0}}}),
        ):
            saved = put(actor(app, name), address, body).status_code == 200
            assert saved == (name in ("alice", "hugo") and state in (State.NOT_OPENED, State.IN_PROGRESS)), name


def test_a_stranger_learns_nothing(charlie: Actor, on_2027: Database) -> None:
    assert charlie.browser.get(HOME, headers=charlie.api).status_code == 404
    assert charlie.browser.get(HOME.replace(ARDEN, BRINK), headers=charlie.api).status_code == 404


def test_the_tables_are_described_with_their_words_and_units(alice: Actor) -> None:
    tables = get(alice, "/api/v1/questionnaires/2027.1/tables")

    first = tables["structure"]["tables"][0]
    assert (first["id"], first["rows"][0], first["measures"][0]["sexes"]) == ("WT1a", "G1", ["W", "M", "X"])
    assert tables["words"]["tables"]["WT1a"]["title"] == "Staff by grade"
    assert tables["units"]["pay"] == {"decimals": 2, "most": 100_000_000_000}
    conditions = {table["id"]: table["condition"] for table in tables["structure"]["tables"]}
    assert conditions["WT4a"] == "profile.pay_data_available = yes"


@pytest.mark.parametrize(
    ("address", "body"),
    [(WOMEN, {"value": 3, "revision": 0}), (GRADES, {"numbers": {"G1/staff.W": {"value": 3, "revision": 0}}})],
)
def test_a_number_whose_commit_fails_is_never_called_saved(
    app: FastAPI, alice: Actor, on_2027: Database, monkeypatch: pytest.MonkeyPatch, address: str, body: object
) -> None:
    outside = TestClient(app, raise_server_exceptions=False)
    outside.portal = alice.browser.portal

    def refuse(_connection: object) -> None:
        raise MemoryError

    with monkeypatch.context() as disk:
        disk.setattr(on_2027.engine.dialect, "do_commit", refuse)
        answer = outside.put(address, json=body, headers=alice.api)

    assert answer.status_code == 500
    assert get(alice)["numbers"] == {}


def test_a_number_takes_no_more_statements_than_an_answer(alice: Actor, on_2027: Database) -> None:
    for revision in (0, 1):
        with queries(on_2027) as of_answer:
            body = {"state": "answered", "value": revision, "revision": revision}
            assert put(alice, f"{API}/answers/RC-01", body).status_code == 200
        with queries(on_2027) as of_number:
            assert put(alice, WOMEN, {"value": revision, "revision": revision}).status_code == 200

        assert len(of_number) <= len(of_answer), "\n".join(of_number)
