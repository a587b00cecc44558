"""The one function that decides which figures of the workforce tables a publication shows."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from questionnaires.workforce.definition import OTHER, CellId, Tables
from scoring.protection.complementary import complete
from scoring.protection.figures import Key, Merged, Values, counted, figures_of, keys_of, told_of_heads
from scoring.protection.linked import Cell
from scoring.protection.merging import Column, merge
from scoring.protection.pattern import Pattern
from scoring.protection.primary import primary
from scoring.protection.publications import Publication
from scoring.protection.tables import amount_system, count_system


@dataclass(frozen=True)
class Earlier:
    """What was published before of the same administration, and with which pattern.

    `rounds_ago` links it: 0 for an earlier edition of the same assessment, 1 for the round before, and so on; -1 for
    the round after, where an old assessment is corrected late.
    """

    tables: Tables
    values: Values
    profile: Mapping[Key, int | None]
    pattern: Pattern
    rounds_ago: int = 0


def protect(
    tables: Tables, values: Values, profile: Mapping[Key, int | None], earlier: Sequence[Earlier] = ()
) -> Pattern:
    """The pattern of a publication, given all that was published before, oldest first.

    `profile` holds the numbers of the profile, which everybody sees ("profile.staff_total"): they are never hidden.
    """
    own = [each.pattern for each in earlier if each.rounds_ago == 0]
    merged = own[-1].merged if own else merged_rows_of(tables, values)
    before, withheld, lenient = _published(earlier), frozenset[str](), False
    while True:
        this = _after(before, Publication(tables, values, profile, merged, withheld=withheld))
        hidden, entangled = _hide([replace(each, lenient=lenient) for each in (*before, this)])
        if entangled <= withheld:
            break
        withheld |= entangled if lenient else frozenset()
        lenient = True
    known = (name for name, value in figures_of(tables, values, merged).items() if value is not None)
    return Pattern(merged, hidden | {name for name in known if _table(name) in withheld}, withheld)


def _published(earlier: Sequence[Earlier]) -> list[Publication]:
    publications = list[Publication]()
    for each in earlier:
        publication = Publication(
            each.tables,
            each.values,
            each.profile,
            each.pattern.merged,
            each.pattern.hidden,
            each.rounds_ago,
            withheld=each.pattern.withheld,
        )
        publications.append(_after(publications, publication))
    return publications


def _after(before: Sequence[Publication], publication: Publication) -> Publication:
    editions = [each for each in before if each.rounds_ago == publication.rounds_ago]
    once_hidden = frozenset(name for each in editions for name in each.hidden_numbers)
    return replace(publication, edition=len(before), once_hidden=once_hidden)


def _hide(publications: Sequence[Publication]) -> tuple[frozenset[Key], frozenset[str]]:
    """The hidden keys of the last publication, and its tables that hiding does not protect."""
    hidden, entangled = _hidden_counts(publications)
    more, also_entangled = _hidden_amounts(publications, hidden)
    tables = {_table(name) for name in entangled | also_entangled if name not in publications[-1].profile}
    return hidden | more | _by_heads_alone(publications[-1], hidden), frozenset(tables)


def _table(name: Key) -> str:
    return name.partition("/")[0]


def merged_rows_of(tables: Tables, values: Values) -> Merged:
    """The grades that are shown together, in every table by grade."""
    grades = next((each.rows for each in tables.tables if tables.closing and each.id == tables.closing.table), ())
    columns = [
        Column(
            tuple(values.get(CellId(table.id, row, measure.id, sex)) for row in grades),
            table.hidden_below,
            table.hides_zero,
        )
        for table, measure in counted(tables)
        if table.rows == grades
        for sex in measure.columns
        if sex != OTHER
    ]
    return merge(grades, columns) if grades else ()


def _hidden_counts(publications: Sequence[Publication]) -> tuple[frozenset[Key], frozenset[Key]]:
    """The hidden keys of the last publication, and those that hiding does not protect."""
    system, cells = count_system(publications), dict(publications[-1].count_cells())
    completed = complete(system, primary(system))
    return _keys(cells, completed.hidden), _keys(cells, completed.entangled)


def _hidden_amounts(
    publications: Sequence[Publication], hidden: frozenset[Key]
) -> tuple[frozenset[Key], frozenset[Key]]:
    """As above, of pay and hours: hidden with the number of heads whose they are."""
    this, system = publications[-1], amount_system(publications)
    cells = dict(this.amount_cells())
    with_heads = {
        cells[name].id for name, heads in _names_with_heads(this) if name in cells and _is_untold(this, heads, hidden)
    }
    completed = complete(system, (primary(system) | with_heads) - system.public.keys())
    return _keys(cells, completed.hidden), _keys(cells, completed.entangled)


def _keys(cells: Mapping[Key, Cell], ids: frozenset[Hashable]) -> frozenset[Key]:
    return frozenset(name for name, cell in cells.items() if cell.id in ids)


def _by_heads_alone(this: Publication, hidden: frozenset[Key]) -> frozenset[Key]:
    """Figures of too few heads, or of nobody knows how many, that are no part of a sum, as medians are.

    A merged row has no median, though each of its rows may have.
    """
    figures = figures_of(this.tables, this.values, this.merged)
    names = {
        name for name, heads in _names_with_heads(this) if figures[name] is not None and _is_untold(this, heads, hidden)
    }
    return frozenset(
        names | {whole for part, whole in this.merged_figures() if part in names and figures[whole] is None}
    )


def _is_untold(this: Publication, heads: Key, hidden: frozenset[Key]) -> bool:
    return heads in hidden or this.counts[heads] is None


def _names_with_heads(publication: Publication) -> Iterator[tuple[Key, Key]]:
    """Each figure of pay or hours, and the number of heads whose it is."""
    for table, measure, whose in told_of_heads(publication.tables):
        yield from zip(
            keys_of(table, measure, publication.merged), keys_of(table, whose, publication.merged), strict=True
        )
