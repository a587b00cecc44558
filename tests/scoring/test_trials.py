"""What is kept of a trial is what the code computes of the version as it is published."""

from fractions import Fraction

import pytest

from questionnaires.catalogue import HOME, Catalogue, load
from scoring.weights import hundredths, tried


def test_each_published_version_was_tried(catalogue: Catalogue) -> None:
    own = load(HOME)

    assert own.trials.keys() >= own.published


@pytest.mark.long(keep=1)
@pytest.mark.parametrize("version", sorted(load(HOME).trials))
def test_the_figures_that_are_kept_are_those_that_are_computed(catalogue: Catalogue, version: str) -> None:
    assert catalogue.trials[version] == tried(catalogue[version])


def test_shares_have_two_decimals() -> None:
    assert hundredths(Fraction(1, 3)) == "33.33"
