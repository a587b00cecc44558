"""A finished review is a numbered version; the lead sends it back with a remark; its summary is part of it."""

from httpx2 import Response
from sqlmodel import col, select

from app.assessments.answer_sets import content_hash
from app.db.tables.reviews import ReviewVersion
from app.db.tables.rounds import Publication
from tests.app.reviewing.conftest import REVIEW, Stage, decide, finish, get, post, publish
from tests.app.reviewing.test_recommending import FINDING, SHOWN_AT, recommend
from tests.cast import ARDEN, Actor
from tests.engines import ON_BOTH

SUMMARY = f"{REVIEW}/summary"
TEXTS = {"method": "Two people read every document", "good_practice": "The network of contact persons"}
REMARK = "Look at page 4 of the decree again"


def summarise(person: Actor, revision: int = 0, **texts: str) -> Response:
    return post(person, SUMMARY, revision=revision, **TEXTS | texts)


def versions(arden: Stage) -> list[ReviewVersion]:
    with arden.read() as db:
        return list(db.exec(select(ReviewVersion).order_by(col(ReviewVersion.number))))


@ON_BOTH
def test_each_finish_freezes_a_version_with_its_hash(rita: Actor, sofia: Actor, arden: Stage) -> None:
    decide(rita, choice="1", reason="not shown")
    recommend(rita)
    summarise(rita)
    finish(rita)
    assert post(sofia, f"{REVIEW}/reopening", why=REMARK).status_code == 303
    decide(rita, choice="2", reason="not shown", based_on="1.1")
    finish(rita)

    first, second = versions(arden)

    assert [content_hash(kept.content) for kept in (first, second)] == [first.hash, second.hash]
    assert first.content["decisions"]["RC-01"]["value"] == "1"
    assert second.content["decisions"]["RC-01"]["value"] == "2"
    assert first.content["summary"] == TEXTS
    assert first.content["recommendations"][0]["finding"] == FINDING["finding"]
    assert (first.remark, second.remark) == (REMARK, "")
    assert arden.actions().count("review version kept") == 2


def test_the_reviewer_sees_the_remark_and_both_see_what_changed(rita: Actor, sofia: Actor, arden: Stage) -> None:
    decide(rita, choice="1", reason="not shown")
    finish(rita)
    post(sofia, f"{REVIEW}/reopening", why=REMARK)
    assert REMARK in get(rita, REVIEW).text
    decide(rita, choice="2", reason="not shown", based_on="1.1")
    summarise(rita)
    finish(rita)

    for person in (rita, sofia):
        page = get(person, f"{REVIEW}/versions/2").text
        assert "What changed since V1" in page
        assert TEXTS["method"] in page
        assert "RC-01" in page
    assert REMARK in get(sofia, f"{REVIEW}/versions/1").text
    assert "Version V2" in get(sofia, f"/assessments/{ARDEN}/publication").text


def test_versions_are_for_the_secretariat_and_not_for_the_blind(
    rita: Actor, sam: Actor, alice: Actor, arden: Stage
) -> None:
    arden.second()
    finish(rita)

    assert get(rita, f"{REVIEW}/versions/1").status_code == 200
    assert get(rita, f"{REVIEW}/versions/2").status_code == 404
    assert get(sam, f"{REVIEW}/versions/1").status_code == 404
    assert get(sam, SUMMARY).status_code == 404
    assert get(alice, f"{REVIEW}/versions/1").status_code in (403, 404)


def test_the_summary_is_shown_with_the_result_and_published(
    rita: Actor, sofia: Actor, alice: Actor, arden: Stage
) -> None:
    summarise(rita)
    assert not any(TEXTS["method"] in get(alice, place).text for place in SHOWN_AT)
    finish(rita)
    assert all(TEXTS["method"] in get(alice, place).text for place in SHOWN_AT)

    publish(sofia)

    assert all(TEXTS["method"] in get(alice, place).text for place in SHOWN_AT)
    with arden.read() as db:
        published = db.get_one(Publication, (ARDEN, 1))
    assert published.content["summary"] == TEXTS
    assert content_hash(published.content) == published.hash


def test_nobodys_summary_disappears(rita: Actor, sofia: Actor, arden: Stage) -> None:
    summarise(sofia, method="Sofia's words")

    conflict = summarise(rita, method="Rita's words")

    assert conflict.status_code == 409
    assert "Sofia&#39;s words" in conflict.text
    assert "Rita&#39;s words" in conflict.text
    assert summarise(rita, revision=1).status_code == 303
    finish(rita)
    assert summarise(rita, revision=2, method="Too late").status_code == 409
