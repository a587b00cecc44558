"""Whether a number format shows the value of a cell, or something else in its place (ECMA-376, part 1, 18.8.31).

A format may round, group and colour a number, and put a short unit or a sign beside it. It does not show
the number where it holds digits or words of its own, makes a date of it, moves its point, or leaves it out.
That is enough for a report, whose values are ours; of what people fill in, `shown_text` tells every letter or none.
"""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    48: "##0.0E+0", 49: "@", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
}  # fmt: skip
"""By their numbers, which stand in files in place of a code; all other numbers without a code are dates."""
A_DATE = "yyyy-mm-dd"
MOST_FOR_NUMBERS = 3
"""Parts of a format that are for numbers; a fourth is for texts."""
LONGEST_NUMBER = 11
"""Letters of a number that programs show in a cell without a format of its own; of a longer one, only a part."""
LONGEST_UNIT = 3
"""Letters: a currency, or a mark such as "pts"."""
MOST_LETTERS = 1_000
"""Of a code: Excel allows 255."""
TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)|\\(?P<escaped>.)|_(?P<room>.)|\*(?P<filled>.)|\[(?P<bracket>[^\]]*)\]|(?P<end>;)"""
    r"""|(?P<general>General|Standard)|(?P<exponent>E[+-])|(?P<digit>[0#?])|(?P<point>[.,])|(?P<text>@)|(?P<other>.)""",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)\s*")
COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
}
MINUS = "-\u2212("
DATE_LETTERS = "ymdhsbgea"
MOVED_POINT = re.compile(r",(?:\.|$)")
LITERAL = "L"
SPLIT_DIGITS = re.compile(r"[0#?.,]L+[.,]*[0#?]")
BLANKS = " '\u00a0\u202f"
"""May stand among digits, as some languages group thousands."""


@dataclass(frozen=True)
class Section:
    """One of up to four parts of a format. `drawn` holds its signs in order, with an L for each literal."""

    digits: str
    drawn: str
    literals: str
    has_text: bool
    has_general: bool
    is_date: bool
    condition: tuple[str, float] | None

    @cached_property
    def is_plain(self) -> bool:
        """No word and no digit of its own stands beside the value."""
        letters = sum(character.isalpha() for character in self.literals)
        return letters <= LONGEST_UNIT and not any(character.isnumeric() for character in self.literals)

    def shows_number(self, number: float, *, says_sign: bool) -> bool:
        if not self.is_plain or self.is_date:
            return False
        has_minus = any(character in MINUS for character in self.literals)
        if (number > 0 and has_minus) or (number < 0 and not says_sign and not has_minus):
            return False
        if self.has_general or self.has_text:
            return True
        if not self.digits.strip(".,") or MOVED_POINT.search(self.digits) or SPLIT_DIGITS.search(self.drawn):
            return False
        return "0" in self.digits or "?" in self.digits or round(abs(number)) > 0


def is_shown(value: str | float | bool, code: str) -> bool:
    """Whether people see the value, and nothing else, in a cell of this format."""
    if len(code) > MOST_LETTERS:
        return False
    if isinstance(value, str | bool):
        text = _for_text(code)
        return text is None or ((text.has_text or text.has_general) and text.is_plain)
    section, says_sign = _for_number(value, code)
    return section.shows_number(value, says_sign=says_sign)


def is_date(number: float, code: str) -> bool:
    """Whether a cell of this format shows the number as a day or a time."""
    return len(code) <= MOST_LETTERS and _for_number(number, code)[0].is_date


def shown_text(value: str | float | bool, code: str) -> str | None:
    """What people read in a cell of this format, but for what groups the digits; None where that is not all of the
    value, or cannot be told for every language."""
    if not is_shown(value, code):
        return None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        text = _for_text(code)
        return None if text and text.literals.strip(BLANKS) else value
    return _number_shown(value, _for_number(value, code)[0])


def _number_shown(value: float, section: Section) -> str | None:
    """Programs keep 15 digits of a number, and show no more."""
    number = Decimal(format(abs(value), ".15g"))
    sign, literals = "-" if value < 0 else "", section.literals.strip(BLANKS)
    if section.has_general or section.has_text:
        text = sign + _digits(number)
        return None if literals or len(text) > LONGEST_NUMBER else text
    if literals not in (("", "%", "-", "-%") if value < 0 else ("", "%")) or "E" in section.drawn:
        return None
    number *= 100 if literals.endswith("%") else 1
    whole, _, part = section.digits.replace(",", "").partition(".")
    if number != round(number, len(part)):
        return None
    before, _, after = _digits(number).partition(".")
    after = after.ljust(part.count("0"), "0")
    text = before.zfill(whole.count("0")) + (f".{after}" if after else "")
    return sign + text + "%" * literals.endswith("%")


def _digits(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _for_text(code: str) -> Section | None:
    last = _sections(code)[-1]
    return last if last.has_text or len(_sections(code)) > MOST_FOR_NUMBERS else None


def _for_number(number: float, code: str) -> tuple[Section, bool]:
    """The part of the format that shows this number, and whether it says the sign by itself."""
    sections = _sections(code)
    numbers = sections[:-1] if len(sections) > 1 and _for_text(code) else sections
    last = len(numbers) - 1
    at = next((at for at, section in enumerate(numbers) if at == last or _is_for(section, at, number, last)), last)
    return numbers[at], at == 0 or numbers[at].condition is not None


def _is_for(section: Section, at: int, number: float, last: int) -> bool:
    """Without conditions the sections are for positive numbers, for negative ones and for zero."""
    if section.condition:
        sign, bound = section.condition
        return COMPARED[sign](number, bound)
    if at:
        return number < 0
    return number > 0 or (number == 0 and last == 1)


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[Section, ...]:
    sections, tokens = [], list[tuple[str, str]]()
    for match in TOKEN.finditer(code):
        kind = str(match.lastgroup)
        if kind == "end":
            sections.append(_section(tokens))
            tokens = []
        else:
            tokens.append((kind, match[kind]))
    return (*sections, _section(tokens))


def _section(tokens: Sequence[tuple[str, str]]) -> Section:
    digits, drawn, literals, is_date, condition = "", "", "", False, None
    for kind, text in tokens:
        if kind in ("digit", "point"):
            digits, drawn = digits + text, drawn + text
        elif kind == "exponent":
            drawn += "E"
        elif kind == "bracket":
            compared = CONDITION.fullmatch(text)
            condition = (compared[1], _number(compared[2])) if compared else condition
            literals += text[1:].partition("-")[0] if text.startswith("$") else ""
            is_date |= bool(text) and not text.lower().strip("hms")
        elif kind in ("quoted", "escaped", "filled", "other"):
            is_date |= kind == "other" and text.lower() in DATE_LETTERS
            plain = text.replace('"', "") if kind == "quoted" else text
            literals, drawn = literals + plain, drawn + LITERAL * bool(plain.strip(BLANKS))
    kinds = {kind for kind, _ in tokens}
    return Section(digits, drawn, literals, "text" in kinds, "general" in kinds, is_date, condition)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
