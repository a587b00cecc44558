"""What the report says where a version has its own conventions, reasons for weights, and texts for small offices."""

from exports.content import GapReport
from tests.exports.builders import named, said_in
from tests.exports.newest import a_newest_report, newest

TOLD = "Where there is one, a level has its text for offices with fewer than 100 staff."


def method(report: GapReport) -> dict[tuple[str, str], str]:
    return {(str(row[0]), str(row[1])): str(row[2]) for row in named(report, "Method and version").rows}


def test_the_conventions_of_the_version_stand_there_once_with_the_snapshot_date() -> None:
    said = method(a_newest_report({"profile.snapshot_date": "2025-06-30"}))

    sentences = said["Levels", "Which level to choose"].split("\n")
    assert len(sentences) == len(newest().words("en").conventions)
    assert "2025-06-30" in sentences[1]
    assert sum(sentences[0] in text for text in said.values()) == 1


def test_the_share_of_each_element_and_question_is_printed_with_the_reason_of_a_weight() -> None:
    said = method(a_newest_report({}))
    title = f"E2.9 {newest().words('en').elements['E2.9'].title}"

    shares, reason = said["Weights", title].split("\n")

    assert reason == newest().words("en").elements["E2.9"].weight_reason
    assert all(f"{indicator.id} " in shares for indicator in newest().scored_of["E2.9"])
    assert len([what for topic, what in said if topic == "Weights" and what.startswith("E")]) >= len(newest().elements)


def test_a_report_of_a_small_office_has_its_texts_and_says_which() -> None:
    small, usual = a_newest_report({"profile.staff_total": 60}), a_newest_report({"profile.staff_total": 100})
    text = newest().words("en").indicators["RC-02"].small["3"]

    for report, is_small in ((small, True), (usual, False)):
        row = next(row for row in said_in(named(report, "Answers")) if row["Indicator"] == "RC-02")
        assert (row["What the level says"].split("\n")[0] == text) is is_small
        assert (TOLD in named(report, "Answers").notes) is is_small
        listed = method(report).get(("Levels", "Texts for offices with fewer than 100 staff (levels)"), "")
        assert ("RC-02 (3)" in listed) is is_small


def test_a_version_without_all_this_says_what_it_always_said(mixed_report: GapReport) -> None:
    said = method(mixed_report)

    assert said["Levels", "Which level to choose"].startswith("A level is reached only if its text is fully true")
    assert [what for topic, what in said if topic == "Weights"] == ["Pillars", "Elements", "Questions"]
