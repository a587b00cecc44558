"""What an administration publishes over its years and editions, and what everybody sees of it."""

from collections.abc import Collection, Iterator

from questionnaires.workforce.definition import Tables
from scoring.protection.pattern import Pattern, shown
from scoring.protection.protect import Earlier, protect
from tests.scoring.protection.attack import Seen
from tests.scoring.protection.installations import Year, administration, corrected

Story = list[tuple[Year, int]]
"""Years in the order in which they are published, each with how many rounds it lies before the last one."""


def story(tables: Tables, seed: str) -> Story:
    """Two rounds; then the second is published anew, corrected, and later the first as well."""
    drawn = administration(tables, seed)
    first = drawn.year()
    second = drawn.year(first)
    return [(first, 1), (second, 0), (corrected(second, drawn.random), 0), (corrected(first, drawn.random), 1)]


def only(tables: Tables, names: Collection[str]) -> Tables:
    return tables.model_copy(update={"tables": tuple(table for table in tables.tables if table.id in names)})


def publish(tables: Tables, story: Story) -> list[Pattern]:
    """Each with the pattern that it gets, given those before it."""
    patterns = list[Pattern]()
    for year, ago in story:
        before = [
            Earlier(tables, other.values, other.profile, pattern, other_ago - ago)
            for (other, other_ago), pattern in zip(story, patterns, strict=False)
        ]
        patterns.append(protect(tables, year.values, year.profile, before))
    return patterns


def seen(tables: Tables, story: Story, patterns: list[Pattern]) -> Iterator[Seen]:
    for edition, ((year, ago), pattern) in enumerate(zip(story, patterns, strict=True)):
        visible = shown(tables, pattern, year.values, year.profile)
        yield Seen(tables, year.values, year.profile, visible, ago, edition)
