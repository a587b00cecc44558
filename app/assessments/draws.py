"""Which assessments a sample holds: chosen by chance that anybody can repeat. Pure.

The rule: write the seed, a colon and the id of an assessment one after the other, take the SHA-256 of this text, and do
so for each assessment that the sample is drawn from. Sorted by these hashes, the first ones are drawn. Nobody can steer
it without changing the seed. Second reviews are drawn like this, and the samples of auditors.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence

from questionnaires.problems import N_, Problem
from questionnaires.texts import read_text

SEED_BYTES = 8
LONGEST_SEED = 100
AT_MOST = N_("Enter {most} characters or fewer.")


def new_seed() -> str:
    return secrets.token_hex(SEED_BYTES)


def read_seed(place: str, raw: object, problems: list[Problem]) -> str:
    seed = read_text(place, raw, problems).strip()
    if len(seed) > LONGEST_SEED:
        problems.append(Problem(place, AT_MOST, {"most": LONGEST_SEED}))
    return seed


def in_drawn_order(ids: Iterable[str], seed: str) -> list[str]:
    return sorted(ids, key=lambda id_: hashlib.sha256(f"{seed}:{id_}".encode()).digest())


def draw(ids: Sequence[str], share: int, seed: str) -> list[str]:
    """The first `share` per cent, 1 to 100, rounded up: at least one where there is any."""
    return in_drawn_order(ids, seed)[: number_drawn(len(ids), share)]


def number_drawn(among: int, share: int) -> int:
    return -(-share * among // 100)
