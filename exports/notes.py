"""Notes beside cells that read from the right: xlsxwriter knows no direction for them."""

from io import BytesIO
from zipfile import ZipFile

TURNED = (
    (b'<div style="text-align:left">', b'<div dir="rtl" style="text-align:right;direction:rtl">'),
    (b"<x:AutoFill>False</x:AutoFill>", b"<x:AutoFill>False</x:AutoFill><x:TextHAlign>Right</x:TextHAlign>"),
)


def turned(workbook: bytes) -> bytes:
    """The same workbook, with every note aligned and read from the right."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as given, ZipFile(out, "w") as taken:
        for part in given.infolist():
            content = given.read(part)
            if part.filename.startswith("xl/drawings/vmlDrawing"):
                for left, right in TURNED:
                    content = content.replace(left, right)
            taken.writestr(part, content)
    return out.getvalue()
