"""How many women and how many men went one way: were shortlisted, promoted, resigned, trained, came back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Counts(NamedTuple):
    """A flow of which all four numbers are known."""

    women: int
    women_group: int
    men: int
    men_group: int

    @property
    def successes(self) -> int:
        return self.women + self.men

    @property
    def people(self) -> int:
        return self.women_group + self.men_group

    @property
    def has_empty_margin(self) -> bool:
        """One sex only, or one outcome only: such a table cannot say anything about a difference."""
        return 0 in (self.women_group, self.men_group) or self.successes in (0, self.people)


@dataclass(frozen=True, slots=True)
class Flow:
    """`..._success` of `..._group` people went this way, whether that is good for them or not. None is "not known".

    A number below 0 is refused with ValueError; more people than there were in the group are kept, and told.
    """

    women_success: int | None
    women_group: int | None
    men_success: int | None
    men_group: int | None

    def __post_init__(self) -> None:
        if any(number is not None and number < 0 for number in self.numbers):
            raise ValueError("a number of people is never below 0")

    @property
    def numbers(self) -> tuple[int | None, int | None, int | None, int | None]:
        return self.women_success, self.women_group, self.men_success, self.men_group

    @property
    def counts(self) -> Counts | None:
        """None unless all four are known."""
        women, women_group, men, men_group = self.numbers
        if women is None or women_group is None or men is None or men_group is None:
            return None
        return Counts(women, women_group, men, men_group)

    @property
    def is_contradictory(self) -> bool:
        """More people of a sex went this way than there were."""
        return _more(self.women_success, self.women_group) or _more(self.men_success, self.men_group)


def _more(success: int | None, group: int | None) -> bool:
    return success is not None and group is not None and success > group


def total(flows: Iterable[Flow]) -> Flow:
    """Added up; a number that is not known in one of them is not known in the sum."""
    columns = zip(*(flow.numbers for flow in flows), strict=True)
    sums = [None if None in column else sum(filter(None, column)) for column in columns]
    return Flow(*sums) if sums else Flow(0, 0, 0, 0)
