"""How high a question may be in pixels, by the width of the window, answered or not."""

from typing import Literal

State = Literal["answered", "unanswered"]
Case = tuple[int, State]

DESK, PHONE = 1280, 320
CASES: tuple[Case, ...] = ((DESK, "answered"), (DESK, "unanswered"), (PHONE, "answered"), (PHONE, "unanswered"))
HIGHEST: dict[str, dict[Case, int]] = {
    "2026.1": {
        (DESK, "answered"): 450,
        (DESK, "unanswered"): 750,
        (PHONE, "answered"): 700,
        (PHONE, "unanswered"): 1250,
    },
    "2027.1": {
        (DESK, "answered"): 450,
        (DESK, "unanswered"): 900,
        (PHONE, "answered"): 730,
        (PHONE, "unanswered"): 1700,
    },
}
"""What no question of a version may exceed now; from 2027.1 on each level is said in whole sentences. Whoever makes the
highest one lower by more than `SLACK` lowers these as well."""
HIGHEST_LOG = 2_400
"""Of a hundred rows of the audit log at a desk: three screens."""
SLACK = 100
