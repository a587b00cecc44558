"""What an administration changed after a return: both signatures hold it, so nothing else is stored. Pure."""

from dataclasses import dataclass
from functools import cached_property

from app.assessments.answer_sets import Answers
from questionnaires.answers import NOT_ANSWERED, Answer
from questionnaires.problems import N_

PARTS = {
    "answer": N_("answer"),
    "reason": N_("reason"),
    "evidence": N_("evidence"),
    "comment": N_("comment"),
    "outside": N_("outside control"),
    "target": N_("target"),
}


@dataclass(frozen=True)
class Change:
    """Of one answer, as the head signed it each time."""

    before: Answer
    now: Answer

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Keys of PARTS."""
        before, now = (
            {
                "answer": (answer.state, answer.value),
                "reason": (answer.reason_code, answer.reason),
                "evidence": answer.evidence,
                "comment": answer.comment,
                "outside": answer.outside_control,
                "target": answer.target,
            }
            for answer in (self.before, self.now)
        )
        return tuple(part for part in PARTS if before[part] != now[part])

    @property
    def added(self) -> tuple[str, ...]:
        return tuple(line for line in self.now.evidence if line not in self.before.evidence)

    @property
    def removed(self) -> tuple[str, ...]:
        return tuple(line for line in self.before.evidence if line not in self.now.evidence)


def changes_between(before: Answers, now: Answers) -> dict[str, Change]:
    """By indicator, of those alone that changed."""
    pairs = {id_: Change(before.get(id_, NOT_ANSWERED), now.get(id_, NOT_ANSWERED)) for id_ in {**before, **now}}
    return {id_: change for id_, change in pairs.items() if change.before != change.now}
