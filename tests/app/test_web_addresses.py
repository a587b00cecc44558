"""Web addresses: taken is what every browser opens as it is written."""

import pytest

from app.validation.web_addresses import is_web_address, pieces_of

TAKEN = [
    "https://customs.example/policy.pdf",
    "HTTP://Customs.Example",
    "https://customs.example:8443/a%20b?c={d}|e^f\\g#:~:text=h,i",
    "https://customs.example/~ana/a_(b)[c];d,e!'*$&+=@100%",
    "https://my_host.customs.example./plan",
    "https://bücher.example/straße",
    "https://таможня.рф/документ",
    "https://xn--bcher-kva.example/",
    "https://web.archive.example/web/2026/https://customs.example/",
    "http://intranet/plan",
    "http://localhost:8000",
    "http://10.0.0.1/plan",
    "http://[2001:db8::1]:8000/plan",
]
REFUSED = [
    "javascript:alert(1)", "data:text/html,a", "ftp://customs.example", "www.customs.example", "//customs.example",
    "https://", "https:customs.example", "https:///customs.example", "https://?customs.example", "https://.example",
    "https://me:secret@customs.example", "https://me@customs.example", "https://good.example\\@evil.example",
    "https://cus toms.example", "https://customs.example/a b", "https://customs\t.example", "https://customs.example\n",
    "https://customs.example/\N{NO-BREAK SPACE}", "https://cus\N{SOFT HYPHEN}toms.example",
    "https://cus\N{ZERO WIDTH SPACE}toms.example", "https://customs.example/\N{RIGHT-TO-LEFT OVERRIDE}fdp",
    "https://customs.example/<b>", 'https://customs.example/"', "https://%65vil.example", "https://customs..example",
    "https://-customs.example", "https://customs,a.example", f"https://{'a' * 64}.example",
    f"https://{'a.' * 127}example",
    "https://customs.example:", "https://customs.example:0", "https://customs.example:99999",
    "https://customs.example:٨٠",
    "http://2130706433/", "http://0x7f.1/", "http://0x7f000001", "http://127.1", "http://010.0.0.1", "http://1.2.3.4.5",
    "https://[::1", "https://[x]/", "https://[::1]a/", "https://[1.2.3.4]/", "https://a[b].example",
    "https://[fe80::1%25eth0]/", "https://customs.example/" + "a" * 2_000,
]  # fmt: skip


def test_what_every_browser_opens_as_it_is_written_is_taken() -> None:
    assert [address for address in TAKEN if not is_web_address(address)] == []


def test_what_a_browser_could_read_otherwise_is_refused() -> None:
    assert [address for address in REFUSED if is_web_address(address)] == []


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Order 12/2024, page 4", []),
        ("https://x.example", ["https://x.example"]),
        ("(see https://x.example/a, and HTTP://y.example/b?c=d.)", ["https://x.example/a", "HTTP://y.example/b?c=d"]),
        ("https://x.example/a_(b)", ["https://x.example/a_(b)"]),
        ("https://me:secret@x.example/ or javascript:alert(1) or xhttps://x.example", []),
        ('"https://x.example/"\nhttps://y.example\u202e', ["https://x.example/"]),
    ],
)
def test_addresses_in_a_text_are_what_a_reader_takes_for_them(text: str, addresses: list[str]) -> None:
    pieces = pieces_of(text)

    assert [piece for piece, is_address in pieces if is_address] == addresses
    assert "".join(piece for piece, _ in pieces) == text
