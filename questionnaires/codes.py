"""The rule for codes, hashes and ids that a person reads off another device or paper and types. Pure.

They are read as people see them: capitals, blanks, dashes and the digits of a keyboard do not count, and a letter that
looks like one of the code stands for it. Passwords have their own rule.
"""

import re

from questionnaires.texts import plain

DIGITS = "0123456789"
HEXADECIMAL = "0123456789abcdef"
LONGEST = 1_000
"""Characters that are looked at: no code is nearly as long."""
CYRILLIC = dict(
    zip("\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445", "abekmhopctyx", strict=True)
)
"""The keys of a Russian keyboard with the same capitals on them."""
ALIKE = {"o": "0", "i": "1", "l": "1", "0": "o"}
"""What else it is taken for where the code has no such letter."""
WORD = re.compile(r"[\w-]+")
NUMBER = re.compile(r"(?<=-)[0-9OIL]+$")
"""Of an id: behind its dash stand digits only."""
AS_DIGITS = str.maketrans("OIL", "011")


def read_code(typed: str, alphabet: str) -> str:
    """In the letters of a code, where they can be told. `alphabet` has small letters only."""
    return "".join(
        _letter(character, alphabet) for character in plain(typed[:LONGEST]).casefold() if character.isalnum()
    )


def read_ids(typed: str) -> list[str]:
    """Ids of questions such as RC-01, with whatever stands between and around them in a sentence."""
    return [
        NUMBER.sub(lambda match: match[0].translate(AS_DIGITS), word) for word in WORD.findall(read_capitals(typed))
    ]


def read_capitals(typed: str) -> str:
    """An id or a code of administrations, which are written in capitals."""
    return "".join(CYRILLIC.get(character, character) for character in plain(typed).casefold()).upper()


def _letter(typed: str, alphabet: str) -> str:
    latin = CYRILLIC.get(typed, typed)
    return next((seen for seen in (typed, latin, ALIKE.get(latin, "")) if seen and seen in alphabet), typed)
