"""The process that tries to open a PDF without a password; its input is the path."""

from pypdf import PasswordType, PdfReader

from exports.reading.child import serve


def _try(path: bytes) -> dict[str, object]:
    reader = PdfReader(path.decode())
    if not reader.is_encrypted:
        return {"is_locked": False}
    return {"is_locked": reader.decrypt("") is PasswordType.NOT_DECRYPTED}


if __name__ == "__main__":
    serve(_try)
