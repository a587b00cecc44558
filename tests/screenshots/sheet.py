"""The contact sheet: the top of every picture on one page, drawn by the browser that took them."""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser

from tests.screenshots.camera import Picture

CROPPED = 1400
SCALE = 0.3
COLUMNS = 2
GAP = 12
STYLE = f"""
body {{ margin: {2 * GAP}px; background: #888; font: 20px sans-serif; }}
main {{ display: grid; grid-template-columns: repeat({COLUMNS}, max-content); gap: {2 * GAP}px {4 * GAP}px; }}
figure {{ margin: 0; }}
figcaption {{ color: #fff; margin-bottom: 6px; }}
.row {{ display: flex; gap: {GAP}px; }}
.cut {{ height: {CROPPED * SCALE:.0f}px; overflow: hidden; }}
img {{ display: block; }}
"""


def draw_sheet(chromium: Browser, pictures: Sequence[Picture], folder: Path) -> Path:
    """Also leaves the page itself there, for who wants to open a picture from it."""
    html, sheet = folder / "sheet.html", folder / "sheet.png"
    html.write_text(_page(pictures), encoding="utf-8")
    page = chromium.new_page()
    page.goto(html.as_uri())
    width = page.evaluate("document.querySelector('main').scrollWidth")
    page.set_viewport_size({"width": int(width) + 4 * GAP, "height": 800})
    page.screenshot(path=sheet, full_page=True)
    page.close()
    return sheet


def _page(pictures: Sequence[Picture]) -> str:
    figures = "".join(_figure(name, list(some)) for name, some in groupby(pictures, lambda picture: picture.page.name))
    head = f'<meta charset="utf-8"><title>Parity in pictures</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body><main>{figures}</main></body></html>'


def _figure(name: str, pictures: Sequence[Picture]) -> str:
    in_order = sorted(pictures, key=lambda picture: picture.scheme == "dark")
    cuts = "".join(_cut(picture) for picture in in_order)
    return f'<figure><figcaption>{escape(name)}</figcaption><div class="row">{cuts}</div></figure>'


def _cut(picture: Picture) -> str:
    image = f'<img src="{picture.file_name}" width="{picture.width * SCALE:.0f}" alt="">'
    return f'<a class="cut" href="{picture.file_name}">{image}</a>'
