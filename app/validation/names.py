"""Names of people and administrations: the one rule for every form, list and command, and how older ones are shown.

A name goes into mails, subjects and lists for other programs, under the eyes of people who trust it. So none leads
somewhere, begins as a formula does, or looks other than it is. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator

from questionnaires.problems import N_, Problem
from questionnaires.texts import NEEDED, UNSEEN, as_kept, read_text, shown_in_context

LONGEST = 200
WIDE_STARTS = "\uff1d\uff0b\uff0d\uff20"
"""The same four in wide forms, which begin a formula in East Asian spreadsheets."""
SMALL_STARTS = "\ufe66\ufe62\ufe63\ufe6b\N{MINUS SIGN}"
FORMULA_STARTS = (*"=+-@", "\t", "\r", "\n", *WIDE_STARTS, *SMALL_STARTS)
"""What a spreadsheet may take for the beginning of a formula: refused where a text for lists is entered, and made
harmless wherever a text leaves as CSV (`app.web.downloads`)."""
OTHER_FORMS = ("<wide>", "<small>", "<font>", "<circle>", "<square>")
"""How Unicode marks letters that are others in another shape."""
ENDINGS = re.compile(
    "com|net|org|info|biz|int|gov|edu|mil|eu|io|co|me|tv|cc|ly|gl|us|uk|de|fr|ru|cn|app|dev|xyz|site|top|ai|рф|"
    "online|shop|store|club|live|link|click|login|support|bank|zip|mov|icu|vip|cloud|tech|pro"
)
"""Of addresses that programs turn into links even where they are written in capitals."""
STOPS = str.maketrans(dict.fromkeys("\u2024\u3002\uff0e\uff61", "."))
"""What browsers take for the point of an address."""
LONGEST_SHORT_FORM = 3
"""Letters of such as Dr. and Mme. before a name, written without a blank between."""
NUMBERS = re.compile(r"(\d{1,3}\.){3}\d{1,3}")
ADDRESS = N_("A name cannot contain a web or email address: {found}. Remove it, or put a space after the full stop.")
AROUND = "()[]{}<>,;:!?.\"'«»„“”‘’…"  # noqa: RUF001 - what may stand around a word


def read_line(place: str, raw: object, problems: list[Problem]) -> str:
    """A text on one line that may stand in any list. Adds to `problems` and returns "" where it cannot be kept."""
    before = len(problems)
    text = read_text(place, raw, problems).strip()
    problems += _problems_of_line(place, text)
    return text if len(problems) == before else ""


def read_name(place: str, raw: object, problems: list[Problem]) -> str:
    """A name, with single blanks in it. Adds to `problems` and returns "" where it cannot be kept."""
    before = len(problems)
    text = read_text(place, raw, problems).strip()
    name = " ".join(text.split())
    problems += [*_problems_of_line(place, text), *_problems_of_name(place, name[:LONGEST])]
    return name if len(problems) == before else ""


def _problems_of_line(place: str, text: str) -> Iterator[Problem]:
    if "\n" in text:
        yield Problem(place, "Enter this on one line.")
    if len(text) > LONGEST:
        names = {"count": len(text), "most": LONGEST}
        yield Problem(place, "This has {count} characters. Shorten it to {most} or fewer.", names)
    if text.startswith(FORMULA_STARTS):
        yield Problem(place, "A text here cannot begin with = + - or @. Remove that character.")


def _problems_of_name(place: str, name: str) -> Iterator[Problem]:
    if unseen := shown_in_context(name, is_unseen):
        sentence = N_("This name contains invisible characters, at each ▯ here: {found}. Enter it again without them.")
        yield Problem(place, sentence, {"found": unseen})
    seen = "".join(character for character in name if not is_unseen(character))
    if (plain := "".join(map(in_plain_form, seen))) != seen:
        sentence = N_("This name has letters in an unusual form: {found}. Enter it as {plain}.")
        others = dict.fromkeys(character for character in seen if in_plain_form(character) != character)
        yield Problem(place, sentence, {"found": " ".join(others), "plain": plain})
    if address := address_in(name):
        yield Problem(place, ADDRESS, {"found": address})


def is_unseen(letter: str) -> bool:
    """Marks of direction, letters without width or shape, and all else that nobody sees: a name needs none of them."""
    return unicodedata.category(letter) in ("Cf", "Cc", "Cs", "Co") or letter in NEEDED or letter in UNSEEN


def in_plain_form(letter: str) -> str:
    is_other = unicodedata.decomposition(letter).startswith(OTHER_FORMS)
    return unicodedata.normalize("NFKC", letter) if is_other else letter


def address_in(name: str) -> str:
    """The first word that a program for mail would turn into a link; "" where there is none."""
    return next((word for word in name.split() if _leads_somewhere(word.strip(AROUND))), "")


def _leads_somewhere(word: str) -> bool:
    if "://" in word or word.casefold().startswith(("www.", "mailto:")):
        return True
    host, *path = re.split(r"[/?#:]", word.translate(STOPS), maxsplit=1)
    name, _, ending = host.rpartition("@")[2].rpartition(".")
    if NUMBERS.fullmatch(host):
        return True
    if not name or len(ending) < 2:
        return False
    before = max(map(len, name.split(".")))
    is_like_one = before > LONGEST_SHORT_FORM or (ending.islower() and len(name.rpartition(".")[2]) > 1)
    return "@" in host or bool(path) or bool(ENDINGS.fullmatch(ending.casefold())) or is_like_one


def harmless(name: str) -> str:
    """A name as mails show it: one from before the rule leads nowhere and hides nothing either."""
    seen = "".join(
        in_plain_form(character) for character in " ".join(as_kept(name).split())[:LONGEST] if not is_unseen(character)
    )
    return re.sub(r"([.:/@])(?=\S)", r"\1 ", seen) if address_in(seen) else seen
