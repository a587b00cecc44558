"""What Python raises when it reads a ZIP that is damaged, locked, packed in an unknown way, or made to do damage."""

import lzma
import struct
import zipfile
import zlib

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OverflowError,
    RuntimeError,  # a password; and as NotImplementedError a way of packing that Python does not know
    ValueError,
    LookupError,
)
"""A damaged bzip2 raises OSError, as does a file that cannot be read: whoever has opened it already adds that."""
