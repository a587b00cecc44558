"""What people do most, and what it costs them: today, and what it could.

`today` is what the way costs to the last click: a test fails when one is added, and when one is saved, so that it is
lowered here. `could_be` are the acts that are aimed at; screens count from the page where the way begins.
"""

from dataclasses import dataclass

from tests.browser.measured.hand import Cost


@dataclass(frozen=True)
class Way:
    today: Cost
    could_be: int


FIRST_ANSWER = Way(Cost(acts=2, screens=1), could_be=1)
NEXT_UNANSWERED = Way(Cost(acts=1, screens=1), could_be=1)
FILE_TO_A_QUESTION = Way(Cost(acts=1, screens=0), could_be=1)
NOT_APPLICABLE = Way(Cost(acts=3, screens=0), could_be=3)
WHOLE_PILLAR_TO_A_COLLEAGUE = Way(Cost(acts=5, screens=2), could_be=5)
GAP_REPORT = Way(Cost(acts=1, screens=0), could_be=1)
WORKBOOK_ROUND_TRIP = Way(Cost(acts=6, screens=4), could_be=6)
CHECK_AND_SIGN = Way(Cost(acts=3, screens=2), could_be=3)
FIX_A_BLOCKER = Way(Cost(acts=3, screens=2), could_be=2)
CHECK_A_FILE = Way(Cost(acts=1, screens=0), could_be=1)
CHANGE_A_LEVEL = Way(Cost(acts=4, screens=2), could_be=2)
INVITE_TO_AN_OFFICE = Way(Cost(acts=4, screens=2), could_be=4)
"""One to the form, and the form: name, address, and the button."""
ASSIGN_REVIEWS = Way(Cost(acts=3, screens=1), could_be=3)
"""From the reviews of what is signed: which ones, to whom, and the button."""
PUBLISH_A_SELECTION = Way(Cost(acts=4, screens=3), could_be=4)
"""From the page of the round: the filter, all that it shows, and the page that asks before what cannot be undone."""
EVIDENCE_OPENED = Way(Cost(acts=1, screens=0), could_be=1)
PART_ACCEPTED = Way(Cost(acts=1, screens=1), could_be=1)
WHOLE_REVIEW = Way(Cost(acts=31, screens=31), could_be=31)
"""Of plain answers, from the first part to the last: tests/app/reviewing/test_accepting_together.py walks it."""
