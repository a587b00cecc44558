"""What the columns of the list of staff are called, which words they may hold, and which titles no list may have."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from exports.reading.staff_child import StaffQuestion
from exports.reading.tables import plain_title
from questionnaires.numbers import ENGLISH, Marks
from questionnaires.problems import N_
from questionnaires.texts import plain_label
from questionnaires.workforce.definition import SEXES, TablesWords
from questionnaires.workforce.grades import GRADES
from questionnaires.workforce.staff_list import FUNCTIONS, REASONS
from questionnaires.workforce.staff_rows import (
    CONTRACT,
    FUNCTION,
    GRADE,
    HIRED,
    HOURS,
    LEFT,
    PAY,
    REASON,
    SEX,
)

Translate = Callable[[str], str]
TITLES = {
    GRADE: N_("Grade"),
    FUNCTION: N_("Function"),
    SEX: N_("Sex"),
    CONTRACT: N_("Contract"),
    HOURS: N_("Working time"),
    HIRED: N_("Hired on"),
    LEFT: N_("Left on"),
    REASON: N_("Reason for leaving"),
    PAY: N_("Pay per hour"),
}
"""In the order of the template."""
ALSO = {
    "gender": SEX,
    "hired date": HIRED,
    "date hired": HIRED,
    "left date": LEFT,
    "date left": LEFT,
    "hourly pay": PAY,
    "type of contract": CONTRACT,
    "reason left": REASON,
}
"""Other titles that people write."""
CONTRACTS = {"permanent": N_("Permanent"), "fixed": N_("Fixed term")}
WORKING_TIMES = {"full": N_("Full time"), "part": N_("Part time")}
ALSO_SAID = {SEX: {"female": "W", "woman": "W", "f": "W", "male": "M", "man": "M", "other": "X", "not stated": "X"}}
"""F is a woman in each of the six languages; H is not read, since M may then be no man (hombre, mujer)."""
IDENTIFYING = (
    "name names surname surnames forename firstname lastname fullname initials email mail id ids number no nr code "
    "badge passport phone telephone mobile address birth birthday birthdate dob ssn nin login username user "
    "staffid employeeid userid personid idnumber employee person "
    "nom noms prenom prenoms courriel matricule numero adresse naissance identifiant telephone passeport "
    "nombre nombres apellido apellidos correo cedula dni legajo direccion nacimiento telefono pasaporte "
    "nome nomes sobrenome apelido endereco nascimento cpf nif telefone passaporte "
    "имя фамилия отчество фио почта номер паспорт адрес рождения телефон снилс инн табельный "
    "اسم الاسم اللقب البريد رقم الرقم الهوية العنوان الميلاد الهاتف جواز"
)
"""Words of titles in the six languages, each of which may tell who somebody is."""


def question_of(
    languages: Iterable[TablesWords],
    translations: Iterable[Translate],
    *,
    snapshot: str,
    own_grades: Mapping[str, str],
    marks: Marks = ENGLISH,
) -> StaffQuestion:
    """What the process that counts is told. `languages` are the words of the tables, `translations` those of the
    interface; `own_grades` are the names that an administration has for grades, and which of the seven each belongs to.
    `marks` are those of the reader's language, for CSV.
    """
    translations = (as_it_is, *translations)
    words = words_in(languages, translations, own_grades)
    return StaffQuestion(titles_in(translations), TITLES, identifying_words(), snapshot, words, marks)


def as_it_is(text: str) -> str:
    return text


def identifying_words() -> tuple[str, ...]:
    return tuple(plain_label(IDENTIFYING).split())


def titles_in(translations: Iterable[Translate]) -> dict[str, str]:
    """Every title that is known, in its plain form, and the column it means."""
    own = {say(title): column for say in translations for column, title in TITLES.items()}
    titles = {column: column for column in TITLES} | ALSO | own
    return {plain_title(title): column for title, column in titles.items()}


def words_in(
    languages: Iterable[TablesWords], translations: Iterable[Translate], own_grades: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """For each column the words that are known, as `plain_label` writes them, and the id that each means."""
    read: dict[str, dict[str, str]] = {column: {} for column in (GRADE, FUNCTION, SEX, CONTRACT, HOURS, REASON)}
    for column, text, id_ in _words(tuple(languages), tuple(translations)):
        read[column][plain_label(text)] = id_
    read[GRADE] |= {plain_label(name): grade for name, grade in own_grades.items() if grade in GRADES}
    return read


def _words(languages: tuple[TablesWords, ...], translations: tuple[Translate, ...]) -> Iterator[tuple[str, str, str]]:
    for column, ids in ((GRADE, GRADES), (FUNCTION, FUNCTIONS), (SEX, SEXES), (REASON, REASONS)):
        yield from ((column, id_, id_) for id_ in ids)
    yield from ((SEX, text, sex) for text, sex in ALSO_SAID[SEX].items())
    for words in languages:
        yield from ((GRADE, words.row("WT1a", grade), grade) for grade in GRADES)
        yield from ((FUNCTION, words.row("WT1b", function), function) for function in FUNCTIONS)
        yield from ((SEX, words.sexes[sex], sex) for sex in SEXES)
        yield from ((REASON, words.tables["WT3c"].measures[reason], reason) for reason in REASONS)
    for column, texts in ((CONTRACT, CONTRACTS), (HOURS, WORKING_TIMES)):
        yield from ((column, id_, id_) for id_ in texts)
        yield from ((column, say(text), id_) for say in translations for id_, text in texts.items())
