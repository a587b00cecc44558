"""What stands against a change of people."""

from questionnaires.problems import Problem


class Refused(ValueError):
    """A rule stands against it; the problem says what to do. With 403 it is for others to do."""

    def __init__(self, problem: Problem, status: int = 422) -> None:
        self.problem = problem
        self.status = status
        super().__init__(problem.text())
