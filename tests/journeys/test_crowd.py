"""A crowd of strangers before a real server: whoever comes from elsewhere has a turn before the crowd is through."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx2

from questionnaires.catalogue import Catalogue
from tests.cast import PASSWORD
from tests.journeys.acts import API, program_of
from tests.journeys.server import install, serving
from tests.waiting import PATIENCE, until

NETWORKS, EACH = 4, 40
"""Twenty of each network may wait, so that eighty do."""
MANY = httpx2.Limits(max_connections=None)


def sign_in(client: httpx2.Client, network: str, email: str, password: str = "wrong") -> int:
    data = {"email": email, "password": password}
    return client.post("/sign-in", data=data, headers={"x-forwarded-for": network}).status_code


def unanswered(posts: Sequence[Future[int]]) -> int:
    return sum(not post.done() for post in posts)


def test_behind_eighty_anonymous_posts_a_right_sign_in_and_a_save_have_their_turn(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    """By order, not by the clock: most of those who stood in the lines before are still there afterwards."""
    url = f"sqlite:///{tmp_path / 'parity.db'}"
    install(url, catalogue)
    with (
        ThreadPoolExecutor(NETWORKS * EACH) as crowd,
        serving(url, tmp_path) as server,
        httpx2.Client(base_url=server.address, timeout=PATIENCE, limits=MANY) as client,
    ):
        posts = [
            [crowd.submit(sign_in, client, f"203.0.113.{n}", f"person{m}@example.org") for m in range(EACH)]
            for n in range(NETWORKS)
        ]
        all_posts = [post for line in posts for post in line]
        until(lambda: all(429 in ended(line) for line in posts), "the lines did not become full")

        signed_in, still_there = sign_in(client, "198.51.100.9", "alice@example.org", PASSWORD), unanswered(all_posts)
        body = {"state": "answered", "value": 2, "revision": 0}
        saved = client.put(f"{API}/answers/RC-02", json=body, headers=program_of("alice")).status_code
        at_the_end = unanswered(all_posts)
        answers = {status for line in posts for status in ended(line)}
        server.kill()

    assert (signed_in, saved, answers) == (303, 200, {422, 429})
    assert still_there > 40
    assert at_the_end > 30


def ended(posts: Sequence[Future[int]]) -> list[int]:
    return [post.result() for post in posts if post.done() and post.exception() is None]
