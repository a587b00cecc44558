"""The page of the method shows what the code decides by, and what was kept of the trial, to everybody who signed in."""

from dataclasses import replace

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.i18n.formatting import one_decimal
from questionnaires.catalogue import Catalogue
from scoring.weights import effective_weights, hundredths
from scoring.workforce.method import FORMULAS, HOW_HIDING_WORKS
from tests.app.browser import words
from tests.app_state import change_state
from tests.cast import Actor


def page(person: Actor, version: str) -> str:
    return words(person.browser.get(f"/questionnaires/{version}/method").text)


def test_each_question_has_its_share_of_the_overall_score(alice: Actor, catalogue: Catalogue) -> None:
    for version in ("2026.1", "2027.1"):
        shown, own = page(alice, version), catalogue[version]
        for id_, share in effective_weights(own).items():
            assert f"{id_} {own.words('en').indicators[id_].question} {hundredths(share)} %" in shown


def test_what_weighs_more_says_why(alice: Actor, catalogue: Catalogue) -> None:
    reasons = [own.weight_reason for own in catalogue["2027.1"].words("en").elements.values() if own.weight_reason]

    shown = page(alice, "2027.1")

    assert reasons
    assert all(f"Why it weighs more: {reason}" in shown for reason in reasons)


def test_caps_and_short_form_are_those_that_were_kept_of_the_trial(alice: Actor, catalogue: Catalogue) -> None:
    trial, shown = catalogue.trials["2026.1"], page(alice, "2026.1")

    assert "With 1,000 complete sets of answers, drawn at random with seed 2027." in shown
    for pillar, moved in trial.short_form.items():
        figures = [one_decimal(each, "en") for each in (moved.mean, moved.percentile_95, moved.largest)]
        assert " ".join(figures) in shown, pillar
        assert f"{float(100 * trial.held_back[pillar]):g}" in shown


def test_a_version_that_was_not_tried_says_so(alice: Actor, app: FastAPI, catalogue: Catalogue) -> None:
    change_state(app, catalogue=replace(catalogue, trials={}))
    try:
        assert "It has not been tried yet." in page(alice, "2027.1")
    finally:
        change_state(app, catalogue=catalogue)


def test_who_is_not_signed_in_signs_in_first(alice: Actor) -> None:
    nobody = TestClient(alice.browser.app, follow_redirects=False)

    assert nobody.get("/questionnaires/2026.1/method").headers["location"].startswith("/sign-in")


def test_there_is_no_page_of_a_version_that_is_not_there(alice: Actor) -> None:
    assert alice.browser.get("/questionnaires/1999.1/method").status_code == 404


def test_help_and_result_lead_to_it(alice: Actor) -> None:
    link = 'href="/questionnaires/2026.1/method"'

    assert link in alice.browser.get("/help").text
    assert link in alice.browser.get("/assessments/arden-2026/scorecard").text


def test_each_workforce_figure_has_its_formula_and_source(alice: Actor) -> None:
    shown = page(alice, "2027.1")

    for formula in FORMULAS:
        assert f"{formula.name} {formula.formula}" in shown
        assert formula.source in shown
    assert "Kitagawa, Components of a Difference Between Two Rates, 1955" in shown


def test_the_page_says_how_small_numbers_are_hidden(alice: Actor) -> None:
    shown = page(alice, "2027.1")

    assert all(sentence in shown for sentence in HOW_HIDING_WORKS)
    assert "Numbers below 5 are hidden in: Staff by grade, Staff by function" in shown
    assert "Numbers below 10 are hidden in: Pay by grade, Quarters of pay, Complaints received" in shown
    assert "0 is hidden too in: Complaints received, How complaints were handled." in shown


def test_a_version_without_tables_has_no_workforce_method(alice: Actor) -> None:
    assert "Workforce statistics" not in page(alice, "2026.1")
