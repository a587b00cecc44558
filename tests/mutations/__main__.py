"""`make mutations`: breaks twenty rules, one at a time, and says which test notices each.

    python -m tests.mutations [--seed N] [--count 20] [--only 7] [--near] [--list]

Each is broken in a copy of the tree. Ends with 1 if more than one of them is noticed by no test.
"""

import sys
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor, as_completed
from random import SystemRandom

from tests.mutations.areas import Chosen, choose
from tests.mutations.trial import Verdict, tried

MAY_SURVIVE = 1


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.mutations", description="Breaks rules, and says which test notices.")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10_000))
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--only", type=int, nargs="*", help="the numbers of those to try, as the table counts them")
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="say what would be broken, and try nothing")
    parser.add_argument("--near", action="store_true", help="try near tests only: what they miss has not survived yet")
    asked = parser.parse_args()
    numbered = list(enumerate(choose(asked.seed, asked.count), 1))
    if asked.only:
        numbered = [(number, chosen) for number, chosen in numbered if number in asked.only]
    _say(f"Seed {asked.seed}: again with `make mutations SEED={asked.seed}`.")
    if asked.list:
        for number, chosen in numbered:
            _say(_line(number, chosen))
        return 0
    with ThreadPoolExecutor(asked.at_once) as pool:
        trials = {
            pool.submit(tried, mutation, by_near_ones_only=asked.near): (number, mutation)
            for number, mutation in numbered
        }
        survived = [_tell(*trials[trial], trial.result()) for trial in as_completed(trials)].count(True)
    _say(f"{len(numbered)} broken, {len(numbered) - survived} noticed, {survived} survived.")
    return 0 if survived <= MAY_SURVIVE else 1


def _tell(number: int, chosen: Chosen, verdict: Verdict) -> bool:
    """Whether it survived."""
    _say(_line(number, chosen))
    _say(f"    {verdict.seconds:.0f} s: {f'killed by {verdict.by}' if verdict.by else 'SURVIVED'}")
    return not verdict.by


def _line(number: int, chosen: Chosen) -> str:
    mutation = chosen.mutation
    return f"{number:>2}  {mutation.path}:{mutation.line} ({chosen.kind})\n    {mutation.text}\n    {mutation}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
