"""Which question comes next: the person's own first, then what nobody has, then what others have."""

from app.assessments.lifecycle import State
from app.db.session import Database
from app.features.answering.next_question import next_below, next_open
from app.features.answering.whole_job import steps_after_questions
from questionnaires.answers import Answer
from questionnaires.catalogue import Catalogue
from tests.app.signing.signing import make_ready
from tests.app.test_readiness import ready
from tests.cast import ARDEN, Actor

HOME = f"/assessments/{ARDEN}"
LEVEL_2 = Answer("answered", 2)


def following(actor: Actor, after: str = "") -> str:
    answer = actor.browser.get(f"{HOME}/next", params={"after": after}, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_the_search_goes_on_from_where_the_person_is_and_around(catalogue: Catalogue) -> None:
    state = ready(catalogue, {"RC-01": LEVEL_2, "RC-03": LEVEL_2})

    assert next_open(state) == "RC-02"
    assert next_open(state, after="RC-02") == "RC-04"
    assert next_open(state, after=list(state.answers)[-1]) == "RC-02"
    assert next_open(state, after="no question") == "RC-02"


def test_own_elements_come_first_and_those_of_others_last(catalogue: Catalogue) -> None:
    state = ready(catalogue, {})

    assert next_open(state, mine={"E2.1"}) == "EQ-01"
    assert next_open(state, others={"E1.1"}) == "RC-04"
    everything = set(state.questionnaire.elements)
    assert next_open(state, others=everything) == "RC-01"


def test_where_all_is_done_nothing_comes_next(catalogue: Catalogue) -> None:
    state = ready(catalogue, {})

    assert next_open(ready(catalogue, dict.fromkeys(state.answers, Answer("unknown")))) is None


def test_on_one_page_nothing_is_fetched_to_come_to_its_next_question(
    alice: Actor, database: Database, catalogue: Catalogue
) -> None:
    below = next_below(ready(catalogue, {"RC-02": LEVEL_2}), ["RC-01", "RC-02", "RC-03"])
    make_ready(database, catalogue, {"RC-01": {"state": "unknown"}, "RC-02": {"state": "unknown"}})
    page = alice.browser.get(f"{HOME}/elements/E1.1").text

    assert below == {"RC-01": "RC-03", "RC-02": "RC-03"}
    assert page.count('<a href="#RC-03">Next unanswered') == 2


def test_the_way_back_to_the_list_keeps_the_place(alice: Actor) -> None:
    assert f'href="{HOME}#E2.1">Back to all questions' in alice.browser.get(f"{HOME}/elements/E2.1").text
    assert alice.browser.get(HOME).text.count('<li id="E2.1">') == 1


def test_continue_leads_to_the_first_question_that_is_open(alice: Actor, connie: Actor) -> None:
    assert following(alice) == f"{HOME}/elements/E1.1#RC-01"
    form = {"element": "E2.1", "person": "connie", "due_on": ""}
    alice.browser.post(f"{HOME}/work", data=alice.form(**form))

    assert following(connie) == f"{HOME}/elements/E2.1#EQ-01"
    assert following(alice, after="RC-01") == f"{HOME}/elements/E1.1#RC-02"


def test_after_the_last_one_it_leads_to_the_check(alice: Actor, database: Database, catalogue: Catalogue) -> None:
    make_ready(database, catalogue, {id_: {"state": "unknown"} for id_ in ready(catalogue, {}).answers})

    assert following(alice) == f"{HOME}/signature#check"


def test_the_list_of_the_job_says_of_each_step_how_far_it_is(catalogue: Catalogue) -> None:
    empty = ready(catalogue, {})
    full = ready(catalogue, dict.fromkeys(empty.answers, Answer("unknown")))
    bare = ready(catalogue, {**dict.fromkeys(empty.answers, Answer("unknown")), "RC-01": Answer("answered", 2)})

    def statuses(state: State, of: object) -> list[str]:
        return [step.status.value for step in steps_after_questions(state, of)]  # type: ignore[arg-type]

    assert statuses(State.NOT_OPENED, empty) == ["not-yet"] * 5
    assert statuses(State.IN_PROGRESS, full) == ["completed", "completed", "not-started", "not-yet", "in-progress"]
    assert statuses(State.SIGNED, full) == ["completed", "completed", "completed", "in-progress", "in-progress"]
    assert statuses(State.PUBLISHED, full) == ["completed"] * 5
    (evidence, *_) = steps_after_questions(State.IN_PROGRESS, bare)
    assert (evidence.status.value, evidence.without_evidence) == ("in-progress", 1)
