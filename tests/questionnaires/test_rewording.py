"""A published text may be said better, with a reason; one by which people choose a level may not."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from questionnaires.catalogue import load
from questionnaires.lock import LOCK
from questionnaires.problems import Broken
from questionnaires.rewording import Rewording, reword
from tests.questionnaires.editing import VERSION, a_copy

TODAY = date(2026, 11, 30)
ADVICE = "indicators.AA-01.advice"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return a_copy(tmp_path, published=True)


def rewording(
    place: str = ADVICE, text: str = 'Adopt a "policy".', reason: str = "Plainer.", **others: str
) -> Rewording:
    return Rewording(others.get("version", VERSION), others.get("language", "en"), place, text, reason)


def test_the_new_text_stands_in_the_file_and_the_version_is_good(published: Path) -> None:
    before = (published / VERSION / "words.en.yaml").read_text(encoding="utf-8")

    old = reword(published, rewording(), TODAY)

    words = load(published)[VERSION].words("en")
    assert (old, words.indicators["AA-01"].advice) == ("Adopt a policy.", 'Adopt a "policy".')
    after = (published / VERSION / "words.en.yaml").read_text(encoding="utf-8")
    assert after == before.replace('advice: "Adopt a policy."', 'advice: "Adopt a \\"policy\\"."')


def test_the_lock_says_what_was_reworded_when_and_why(published: Path) -> None:
    reword(published, rewording(reason="A plainer\nword."), TODAY)
    reword(published, rewording("resources.GUIDE", "How to write a policy"), TODAY)

    first, second = (line for line in (published / LOCK).read_text().splitlines() if line.startswith("reworded"))

    hashes = " ".join(hashlib.sha256(text).hexdigest() for text in (b"Adopt a policy.", b'Adopt a "policy".'))
    assert first == f"reworded {VERSION} words.en.yaml {ADVICE} 2026-11-30 {hashes} A plainer word."
    assert " resources.GUIDE " in second


@pytest.mark.parametrize(
    "place",
    [
        "indicators.AA-01.question",
        "indicators.AA-01.levels",
        "indicators.BA-03.levels",
        "indicators.AA-01.small",
        "levels",
        "choices.no",
        "reasons.NA1",
        "profile.profile.land_border.question",
        "pillars.P1.title",
        "elements.E1.1.title",
        "version",
        "resources",
        "",
    ],
)
def test_what_could_move_a_level_or_names_a_result_is_refused(published: Path, place: str) -> None:
    lock = (published / LOCK).read_bytes()

    with pytest.raises(Broken, match="Make a new version"):
        reword(published, rewording(place), TODAY)

    assert (published / LOCK).read_bytes() == lock


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"place": "indicators.ZZ-01.advice"}, "There is no such text in the file"),
        ({"place": "elements.E9.9.why"}, "There is no such text in the file"),
        ({"text": " "}, "Give the new text and the reason"),
        ({"reason": ""}, "Give the new text and the reason"),
        ({"language": "fr"}, "Only a published file is reworded"),
        ({"version": "2098.1"}, "Only a published file is reworded"),
        ({"text": "Adopt\u0007."}, "invisible characters"),
    ],
)
def test_a_mistake_changes_nothing_and_is_told(published: Path, change: dict[str, str], told: str) -> None:
    before = {path: path.read_bytes() for path in published.rglob("*") if path.is_file()}

    with pytest.raises(Broken, match=told):
        reword(published, rewording(**change), TODAY)

    assert {path: path.read_bytes() for path in published.rglob("*") if path.is_file()} == before


def test_help_of_the_profile_and_the_question_of_a_figure_may_be_said_better(published: Path) -> None:
    reword(published, rewording("profile.profile.staff_total.help", "Count each person."), TODAY)
    reword(published, rewording("indicators.BA-03.question", "How many reports were closed in time?"), TODAY)
    reword(published, rewording("elements.E1.1.why", "A text comes first."), TODAY)

    words = load(published)[VERSION].words("en")
    assert words.profile["profile.staff_total"].help == "Count each person."
    assert words.indicators["BA-03"].question == "How many reports were closed in time?"
    assert words.elements["E1.1"].why == "A text comes first."


def test_a_file_that_was_changed_by_hand_is_not_reworded(published: Path) -> None:
    path = published / VERSION / "words.en.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("A draft.", "A sketch."), encoding="utf-8")

    with pytest.raises(Broken, match="was published and cannot change"):
        reword(published, rewording(), TODAY)
