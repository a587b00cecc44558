"""Forms are read in UTF-8, whatever they say of themselves."""

import time

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

HEAD = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n'
SLOW = b"a" * 20_000 + b"-" + b"b" * 20_000
"""A quarter of a second for the codec of this small part of what a form may hold, and its square for all of it."""


@pytest.fixture
def stranger(app: FastAPI) -> TestClient:
    return TestClient(app, follow_redirects=False)


def ask(stranger: TestClient, charset: str, text: bytes) -> int:
    kind = {"content-type": f"multipart/form-data; boundary=x{charset}"}
    return stranger.post("/password-reset", content=HEAD + text + b"\r\n--x--\r\n", headers=kind).status_code


def test_a_form_in_another_encoding_is_refused_before_it_is_read(stranger: TestClient) -> None:
    began = time.process_time()

    given = {
        charset: ask(stranger, f"; {charset}", text)
        for charset, text in {
            "charset=punycode": SLOW,
            "charset=unicode_escape": rb"\ud800",
            "charset=utf-7": b"+2AA-",
            "charset=idna": b"xn--a",
            "charset=latin-1": b"a",
        }.items()
    }

    assert set(given.values()) == {400}, given
    assert time.process_time() - began < 0.4


def test_a_form_that_names_utf_8_or_nothing_is_read(stranger: TestClient) -> None:
    assert [ask(stranger, charset, b"\xc3\xa9") for charset in ("", "; charset=UTF-8", '; charset="utf-8"')] == [
        303
    ] * 3
