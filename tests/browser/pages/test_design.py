"""The page of components looks as it did: compared with pictures kept beside the tests, light and dark.

Both pictures are drawn small, so that another machine's letters do not matter, and compared by the means of their
blocks: a colour, a size or a place that changed shows. After a change that is meant, look at the new pictures in
.cache/design and copy them to tests/data/design.
"""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Enter, Watch

pytestmark = pytest.mark.browser

KEPT = Path(__file__).parents[2] / "data" / "design"
NEW = Path(__file__).parents[3] / ".cache" / "design"
WRONG_DAY = "does not conform to the required format"
"""Which the browser says of the field that shows a mistake."""
WINDOW = {"width": 800, "height": 600}
SAME_LETTERS = "* { font-family: 'DejaVu Sans', sans-serif !important; caret-color: transparent !important }"
SHRUNK = """async (picture) => { const image = new Image(); image.src = 'data:image/png;base64,' + picture;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'),
    { width: Math.round(image.width / 4), height: Math.round(image.height / 4) });
  const pen = canvas.getContext('2d'); pen.imageSmoothingQuality = 'high';
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').split(',')[1] }"""
DIFFERING = """async ([kept, now]) => { const blocks = async (picture) => {
    const image = new Image(); image.src = 'data:image/png;base64,' + picture; await image.decode();
    const size = [Math.floor(image.width / 4), Math.floor(image.height / 4)];
    const canvas = Object.assign(document.createElement('canvas'), { width: size[0], height: size[1] });
    const pen = canvas.getContext('2d'); pen.imageSmoothingQuality = 'high';
    pen.drawImage(image, 0, 0, ...size);
    return { size, of: pen.getImageData(0, 0, ...size).data } };
  const [first, second] = [await blocks(kept), await blocks(now)];
  const height = Math.abs(first.size[1] - second.size[1]) / first.size[1];
  if (first.size[0] !== second.size[0] || height > 0.02) return 1;
  const length = Math.min(first.of.length, second.of.length); let differing = 0;
  for (let place = 0; place < length; place += 4) {
    const apart = Math.max(...[0, 1, 2].map((part) => Math.abs(first.of[place + part] - second.of[place + part])));
    if (apart > 48) differing += 1;
  }
  return differing / (length / 4) }"""
MOST_DIFFERING = 0.01
"""Share of the blocks of 16 pixels."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_components_look_as_they_did(scheme: str, enter: Enter, watch: Watch) -> None:
    watch.expects(WRONG_DAY)
    page = enter("alice", viewport=WINDOW, color_scheme=scheme, bypass_csp=True)
    now = picture_of(page)

    kept = base64.b64encode((KEPT / f"{scheme}.png").read_bytes()).decode()
    assert page.evaluate(DIFFERING, [kept, now]) < MOST_DIFFERING, f"see {NEW / scheme}.png"


def test_a_changed_colour_is_seen(enter: Enter, watch: Watch) -> None:
    watch.expects(WRONG_DAY)
    page = enter("alice", viewport=WINDOW, color_scheme="light", bypass_csp=True)
    kept = base64.b64encode((KEPT / "light.png").read_bytes()).decode()
    page.goto("/design")
    page.add_style_tag(content=SAME_LETTERS + ".notice { background: var(--error) !important }")

    assert page.evaluate(DIFFERING, [kept, shrunk(page)]) > MOST_DIFFERING


def picture_of(page: Page) -> str:
    page.goto("/design")
    page.add_style_tag(content=SAME_LETTERS)
    small = shrunk(page)
    scheme = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
    NEW.mkdir(parents=True, exist_ok=True)
    (NEW / f"{scheme}.png").write_bytes(base64.b64decode(small))
    return small


def shrunk(page: Page) -> str:
    whole = base64.b64encode(page.locator("main").screenshot(animations="disabled")).decode()
    return str(page.evaluate(SHRUNK, whole))
