"""Whoever writes a row of the log hands over what it tells of; a row without that says here why it needs none."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.trees import tree_of

APP = Path(__file__).parents[2] / "app"
SIGNING_IN = "tells of what signs people in, which the log does not vouch for"
LEFT = "tells of what left; nothing here changed"
WITHOUT = {
    "reminders written": "mails are not covered",
    "digests written": "mails are not covered",
    "HEAD_MAILED": "mails are not covered",
    "person invited again": "mails and links are not covered",
    "mail tried again": "mails are not covered",
    "mails tried again": "mails are not covered",
    "SAVED_TOGETHER": "each decision has a row of its own, which tells of it",
    "figures filled": "figures are recalculated",
    "signing key changed": "keys are files",
    "audit_log.BACKED_UP": LEFT,
    "data of a person written": LEFT,
    "token created": SIGNING_IN,
    "token revoked": SIGNING_IN,
    "MARKED": "tells how far an auditor has looked; nothing here changed",
    "sessions ended": SIGNING_IN,
    "session ended": SIGNING_IN,
    "signed out": SIGNING_IN,
    "sign-in refused": SIGNING_IN,
    "password changed": SIGNING_IN,
    "password link made": SIGNING_IN,
    "password reset asked for": SIGNING_IN,
    "second factor removed": SIGNING_IN,
    "authenticator app begun": SIGNING_IN,
    "authenticator app added": SIGNING_IN,
    "authenticator app removed": SIGNING_IN,
    "recovery codes made": SIGNING_IN,
    "passkey added": SIGNING_IN,
    "passkey removed": SIGNING_IN,
    "OpenID account linked": SIGNING_IN,
    "OpenID account unlinked": SIGNING_IN,
    "action": "sessions.start: " + SIGNING_IN,
    "f'{link.kind} accepted'": SIGNING_IN,
}


def calls() -> Iterator[tuple[str, set[str | None]]]:
    """What is recorded, and the names of the arguments; `audit_log.py` itself, which records readings, aside."""
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit_log.record":
                action = node.args[1]
                named = str(action.value) if isinstance(action, ast.Constant) else ast.unparse(action)
                yield named, {keyword.arg for keyword in node.keywords}


def test_every_row_tells_what_it_touched_or_is_known_to_touch_nothing_that_is_covered() -> None:
    records = list(calls())

    assert len(records) > 50
    assert {action for action, names in records if "contents" not in names} == set(WITHOUT)
