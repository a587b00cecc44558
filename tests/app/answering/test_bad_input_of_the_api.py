"""What a program may send wrongly: each gets a clear problem document, and nothing is stored."""

import json
from typing import Any

import pytest
from httpx2 import Response

from app.db.session import Database
from tests.cast import ARDEN, Actor
from tests.house.contents import contents

HOME = f"/api/v1/assessments/{ARDEN}"
GOOD: dict[str, Any] = {"state": "answered", "value": 3, "revision": 0}
NOT_APPLICABLE = {"state": "not_applicable", "reason_code": "NA1", "reason": "No such posts", "revision": 0}
LONG = 10_001 * "a"
CORE, OUTCOME, YES_NO = "RC-01", "RC-21", "RC-07"

BAD_ANSWERS: list[tuple[str, dict[str, Any], str]] = [
    (CORE, GOOD | {"value": 5}, "value"),
    (CORE, GOOD | {"value": -1}, "value"),
    (CORE, GOOD | {"value": 3.5}, "value"),
    (CORE, GOOD | {"value": "3,5"}, "value"),
    (CORE, GOOD | {"value": True}, "value"),
    (CORE, GOOD | {"value": None}, "value"),
    (CORE, GOOD | {"value": "yes"}, "value"),
    (CORE, GOOD | {"value": [3]}, "value"),
    (CORE, GOOD | {"value": 10**400}, "value"),
    (YES_NO, GOOD | {"value": 3}, "value"),
    (YES_NO, GOOD | {"value": True}, "value"),
    (YES_NO, GOOD | {"value": "Yes"}, "value"),
    (OUTCOME, GOOD, "indicator"),
    (CORE, {"value": 3, "revision": 0}, "state"),
    (CORE, GOOD | {"state": "ANSWERED"}, "state"),
    (CORE, GOOD | {"state": ["answered"]}, "state"),
    (CORE, GOOD | {"state": {}}, "state"),
    (CORE, GOOD | {"state": "unknown"}, "value"),
    (CORE, GOOD | {"reason_code": "NA1"}, "reason_code"),
    (CORE, GOOD | {"reason": "No such posts"}, "reason"),
    (CORE, NOT_APPLICABLE | {"reason_code": "NA3"}, "reason_code"),
    (CORE, NOT_APPLICABLE | {"reason_code": "NA9"}, "reason_code"),
    (CORE, NOT_APPLICABLE | {"reason_code": None}, "reason_code"),
    (CORE, NOT_APPLICABLE | {"outside_control": {"authority": "Ministry", "raised": True}}, "outside_control"),
    (CORE, GOOD | {"outside_control": "Ministry"}, "outside_control"),
    (CORE, GOOD | {"outside_control": {"raised": "yes"}}, "outside_control.raised"),
    (CORE, GOOD | {"outside_control": {"authority": 7}}, "outside_control.authority"),
    (CORE, GOOD | {"outside_control": {"by": "Ministry"}}, "outside_control.by"),
    (CORE, GOOD | {"target": 5}, "target"),
    (CORE, GOOD | {"target": "3.5"}, "target"),
    (CORE, GOOD | {"target": True}, "target"),
    (CORE, GOOD | {"evidence": "Policy 12"}, "evidence"),
    (CORE, GOOD | {"evidence": {"0": "Policy 12"}}, "evidence"),
    (CORE, GOOD | {"evidence": [12]}, "evidence"),
    (CORE, GOOD | {"evidence": [None]}, "evidence"),
    (CORE, GOOD | {"evidence": 21 * ["Policy 12"]}, "evidence"),
    (CORE, GOOD | {"evidence": 4 * [9_000 * "a"]}, "evidence"),
    (CORE, GOOD | {"evidence": [LONG]}, "evidence"),
    (CORE, GOOD | {"comment": LONG}, "comment"),
    (CORE, GOOD | {"comment": 5_001 * "💥"}, "comment"),
    (CORE, GOOD | {"comment": 7}, "comment"),
    (CORE, GOOD | {"comment": ["a"]}, "comment"),
    (CORE, GOOD | {"comment": "a\x00b"}, "comment"),
    (CORE, GOOD | {"comment": "a\x1bb"}, "comment"),
    (CORE, GOOD | {"comment": "a\x07b"}, "comment"),
    (CORE, GOOD | {"comment": "a\x85b\x9f"}, "comment"),
    (CORE, GOOD | {"comment": "a\ud800b"}, "comment"),
    (CORE, GOOD | {"comment": "a\uffffb"}, "comment"),
    (CORE, GOOD | {"level": 3}, "level"),
    (CORE, GOOD | {"": 3}, ""),
    (CORE, GOOD | {"\ud800": 3}, "\ud800"),
    (CORE, {"state": "answered", "value": 3}, "revision"),
    (CORE, GOOD | {"revision": "0"}, "revision"),
    (CORE, GOOD | {"revision": True}, "revision"),
    (CORE, GOOD | {"revision": -1}, "revision"),
    (CORE, GOOD | {"revision": 0.0}, "revision"),
]
BAD_BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"3",
    b'{"value": NaN}',
    b"\xff\xfe",
    60_000 * b"[",
    b'{"value": 1e999}',
]
BAD_PROFILES: list[tuple[dict[str, Any], str]] = [
    ({"profile": {"profile.sea": "yes"}, "revision": 0}, "profile.sea"),
    ({"profile": {"profile.land_border": "maybe"}, "revision": 0}, "profile.land_border"),
    ({"profile": {"profile.staff_total": "4 20"}, "revision": 0}, "profile.staff_total"),
    ({"profile": {"profile.staff_total": -1}, "revision": 0}, "profile.staff_total"),
    ({"profile": {"profile.snapshot_date": "2025-02-30"}, "revision": 0}, "profile.snapshot_date"),
    ({"profile": {"\ud800": "yes"}, "revision": 0}, "\ud800"),
    ({"profile": [], "revision": 0}, "body.profile"),
    ({"profile": {}}, "body.revision"),
    ({"profile": {}, "revision": "0"}, "body.revision"),
    ({"profile": {}, "revision": -1}, "body.revision"),
    ({"profile": {}, "revision": 0, "\ud800": 1}, "body"),
    ({"profile": {}, "revision": 0, "form": "short"}, "body.form"),
]


def refused(answer: Response, *statuses: int) -> dict[str, Any]:
    """The problem document of a refusal, with one of these statuses."""
    document: dict[str, Any] = answer.json()
    assert answer.status_code in (statuses or (422,))
    assert (document["status"], answer.headers["content-type"]) == (answer.status_code, "application/problem+json")
    assert document["title"]
    assert document["detail"]
    return document


@pytest.mark.parametrize(("indicator", "body", "place"), BAD_ANSWERS)
def test_a_bad_answer_is_refused_with_the_name_of_its_field(
    indicator: str, body: dict[str, Any], place: str, alice: Actor, database: Database
) -> None:
    before = contents(database)

    answer = put(alice, f"/answers/{indicator}", body)

    assert place in [error["field"] for error in refused(answer)["errors"]]
    assert contents(database) == before


@pytest.mark.parametrize("path", ["/answers/RC-01", "/profile"])
@pytest.mark.parametrize("body", BAD_BODIES, ids=lambda body: repr(body[:20]))
def test_a_body_that_is_no_answer_at_all_is_refused(body: bytes, path: str, alice: Actor, database: Database) -> None:
    before = contents(database)
    headers = alice.api | {"content-type": "application/json"}

    answer = alice.browser.put(HOME + path, content=body, headers=headers)

    refused(answer, 400, 422)
    assert contents(database) == before


@pytest.mark.parametrize(("body", "place"), BAD_PROFILES)
def test_a_bad_profile_is_refused_with_the_name_of_its_key(
    body: dict[str, Any], place: str, alice: Actor, database: Database
) -> None:
    before = contents(database)

    answer = put(alice, "/profile", body)

    assert [error["field"] for error in refused(answer)["errors"]] == [place]
    assert contents(database) == before


@pytest.mark.parametrize("indicator", ["ZZ-99", "rc-01", "RC-01%20", "%00"])
def test_an_indicator_that_is_not_there_gets_404(indicator: str, alice: Actor) -> None:
    refused(put(alice, f"/answers/{indicator}", GOOD), 404)


def test_a_comment_of_a_megabyte_gets_413(alice: Actor, database: Database) -> None:
    before = contents(database)

    answer = put(alice, "/answers/RC-01", GOOD | {"comment": 1_000_000 * "a"})

    assert "10,000 characters" in refused(answer, 413)["detail"]
    assert contents(database) == before


def test_a_body_that_does_not_announce_its_length_gets_413_as_well(alice: Actor) -> None:
    pieces = (100_000 * b"a" for _ in range(11))

    answer = alice.browser.put(f"{HOME}/answers/RC-01", content=pieces, headers=alice.api)

    refused(answer, 413)


def test_a_form_sent_to_the_api_is_refused(alice: Actor, database: Database) -> None:
    before = contents(database)

    refused(alice.browser.put(f"{HOME}/answers/RC-01", data=alice.form(choice="3", revision=0), headers=alice.api))

    assert contents(database) == before


def put(actor: Actor, path: str, body: object) -> Response:
    """With everything beyond ASCII escaped: half a surrogate pair cannot travel otherwise."""
    headers = actor.api | {"content-type": "application/json"}
    return actor.browser.put(HOME + path, content=json.dumps(body).encode(), headers=headers)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"answers/{CORE}", '{"state": "answered", "value": 1, "value": 3, "revision": 0}'),
        (
            f"answers/{CORE}",
            '{"state": "unknown", "revision": 0, "outside_control": {"raised": true, "raised": false}}',
        ),
        ("profile", '{"profile": {"profile.staff_total": 1, "profile.staff_total": 2}, "revision": 0}'),
    ],
)
def test_a_name_that_stands_twice_is_refused_as_in_files(
    path: str, body: str, alice: Actor, database: Database
) -> None:
    before = contents(database)

    headers = alice.api | {"content-type": "application/json"}
    answer = alice.browser.put(f"{HOME}/{path}", content=body, headers=headers)

    assert (answer.status_code, "appears twice in one object" in answer.text) == (422, True)
    assert contents(database) == before
