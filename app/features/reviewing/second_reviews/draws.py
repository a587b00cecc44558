"""Which assessments get a second review: chosen by chance that anybody can repeat. Pure.

The rule: write the seed, a colon and the id of an assessment one after the other, take the SHA-256 of this text, and do
so for each assessment that the draw is made from. Sorted by these hashes, the first `share` per cent are drawn, rounded
up. Nobody can steer it without changing the seed, and the seed is recorded.
"""

import hashlib
from collections.abc import Sequence


def draw(ids: Sequence[str], share: int, seed: str) -> list[str]:
    """`share` is a whole number of per cent, 1 to 100; at least one is drawn where there is any."""
    in_order = sorted(ids, key=lambda id_: hashlib.sha256(f"{seed}:{id_}".encode()).digest())
    return in_order[: number_drawn(len(ids), share)]


def number_drawn(among: int, share: int) -> int:
    return -(-share * among // 100)
