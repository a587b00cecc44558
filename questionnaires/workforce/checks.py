"""Whether the parts of `tables.yaml` fit together, and its words with it: every mistake with its place."""

from collections.abc import Iterable, Iterator

from questionnaires.checks import duplicates
from questionnaires.definition import Structure
from questionnaires.problems import Problem
from questionnaires.word_checks import same_ids
from questionnaires.workforce.definition import SEXES, Check, Table, Tables, TablesWords, Term

OF_OTHER_VERSION = "The version must be the folder's name."
SUMS = {"equal": 2, "at_most": 2, "even": 1, "change": 0}
"""How many sums a check needs at least."""


def check_tables(tables: Tables, structure: Structure) -> list[Problem]:
    return [
        *_check_version(tables, structure),
        *duplicates("tables", (table.id for table in tables.tables)),
        *duplicates("checks", (check.id for check in tables.checks)),
        *(problem for table in tables.tables for problem in _check_table(table, structure)),
        *(problem for check in tables.checks for problem in _check_check(check, tables, structure)),
        *_check_opening(tables),
    ]


def check_tables_words(tables: Tables, words: TablesWords) -> list[Problem]:
    shared = set(words.rows)
    own = {table.id: [row for row in table.rows if row not in shared] for table in tables.tables}
    return [
        *same_ids("tables", (table.id for table in tables.tables), words.tables),
        *same_ids("sexes", SEXES, words.sexes),
        *same_ids("checks", (check.id for check in tables.checks), words.checks),
        *same_ids("rows", sorted(shared & {row for table in tables.tables for row in table.rows}), words.rows),
        *(
            problem
            for table in tables.tables
            if table.id in words.tables
            for problem in _check_words_of(table, own[table.id], words)
        ),
    ]


def _check_words_of(table: Table, own: list[str], words: TablesWords) -> Iterator[Problem]:
    place, given = f"tables.{table.id}", words.tables[table.id]
    yield from same_ids(f"{place}.rows", own, given.rows)
    yield from same_ids(f"{place}.measures", (measure.id for measure in table.measures), given.measures)
    if table.adds_up and not given.total:
        yield Problem(f"{place}.total", "The words for this are missing. Add them.")


def _check_version(tables: Tables, structure: Structure) -> Iterator[Problem]:
    if tables.version != structure.version:
        yield Problem("version", OF_OTHER_VERSION)


def _check_table(table: Table, structure: Structure) -> Iterator[Problem]:
    place = f"tables.{table.id}"
    yield from duplicates(f"{place}.rows", table.rows)
    yield from duplicates(f"{place}.measures", (measure.id for measure in table.measures))
    for measure in table.measures:
        yield from duplicates(f"{place}.measures.{measure.id}.sexes", measure.sexes)
    options = {key.key: set(key.options) for key in structure.profile}
    for clause in table.condition.clauses:
        if clause.key not in options:
            sentence = "A table is asked by the profile alone, and {key} is no key of it."
            yield Problem(f"{place}.condition", sentence, {"key": clause.key})
        elif options[clause.key] and str(clause.value) not in options[clause.key]:
            names = {"key": clause.key, "value": clause.value}
            yield Problem(f"{place}.condition", "{key} has no option {value}.", names)


def _check_check(check: Check, tables: Tables, structure: Structure) -> Iterator[Problem]:
    place = f"checks.{check.id}"
    if len(check.sums) < SUMS[check.relation] or (check.relation == "change" and check.sums):
        names = {"relation": check.relation, "least": SUMS[check.relation]}
        yield Problem(f"{place}.sums", "A check of the kind {relation} compares {least} sums or more.", names)
    for terms in check.sums:
        for term in terms:
            yield from _check_term(term, place, tables, structure)
    if check.by in ("cell", "row") and len({row for terms in check.sums for row in _rows_of(terms, tables)}) > 1:
        yield Problem(f"{place}.by", "These tables have other rows. Compare them by sex or as a whole.")


def _rows_of(terms: Iterable[Term], tables: Tables) -> Iterator[tuple[str, ...]]:
    known = {table.id: table.rows for table in tables.tables}
    return (known[term.table] for term in terms if term.table in known)


def _check_term(term: Term, place: str, tables: Tables, structure: Structure) -> Iterator[Problem]:
    if term.profile is not None:
        numbers = {key.key for key in structure.profile if key.kind == "number"}
        if term.profile not in numbers or term.table or term.measure:
            yield Problem(f"{place}.sums", "{name} is no number of the profile.", {"name": term.profile})
        return
    measures = {table.id: {measure.id for measure in table.measures} for table in tables.tables}
    if term.measure not in measures.get(term.table or "", ()):
        names = {"table": term.table, "measure": term.measure}
        yield Problem(f"{place}.sums", "There is no column {measure} in a table {table}.", names)


def _check_opening(tables: Tables) -> Iterator[Problem]:
    if (tables.opening is None) != (tables.closing is None):
        yield Problem("opening", "Name both the column that is continued and the column that continues it, or none.")
    for name, term in (("opening", tables.opening), ("closing", tables.closing)):
        columns = {(table.id, measure.id) for table in tables.tables for measure in table.measures}
        if term and (term.table, term.measure) not in columns:
            names = {"table": term.table, "measure": term.measure}
            yield Problem(name, "There is no column {measure} in a table {table}.", names)
