"""A password on a finished workbook: the whole file is encrypted (AES, as office programs do it), not only locked.

Without the password nobody reads it, the office neither: a forgotten one cannot be found again.
"""

from __future__ import annotations

import io
from pathlib import Path

from villagebook.base.errors import KnownError, UserError
from villagebook.exporting.files import replacing

#: Shorter ones are tried out in a moment. Office programs take up to 255 characters.
SHORTEST, LONGEST = 6, 255


def checked_password(text: str) -> str:
    """Return a password that may be used.

    Raises:
        UserError: it is too short, too long, or holds what cannot be typed again.
    """
    if len(text) < SHORTEST:
        raise UserError("export.password_short", f"密码至少要 {SHORTEST} 个字符", "请用字母和数字，另外告诉对方")
    if len(text) > LONGEST or not text.isprintable() or text != text.strip():
        raise UserError("export.password", "密码太长，或前后有空格、有打不出的字符", "请换一个")
    return text


def lock_xlsx(path: Path, password: str) -> None:
    """Encrypt a workbook in its place, and read it back with the password.

    Raises:
        UserError: the password will not do. KnownError: the file cannot be written, or does not read back equal.
    """
    from msoffcrypto.format.ooxml import OOXMLFile

    password = checked_password(password)
    plain = path.read_bytes()
    with replacing(path) as fresh:
        with fresh.open("wb") as file:
            OOXMLFile(io.BytesIO(plain)).encrypt(password, file)
        if unlocked_xlsx(fresh.read_bytes(), password) != plain:
            raise KnownError("export.mismatch", "加密的文件读回来与原来的不一致", "请重新导出；不要使用这个文件")


def unlocked_xlsx(data: bytes, password: str) -> bytes:
    """Return the workbook in an encrypted file.

    Raises:
        UserError: the password is wrong, or the file is not encrypted so.
    """
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=password, verify_password=True)
        out = io.BytesIO()
        file.decrypt(out)
    except (DecryptionError, FileFormatError, InvalidKeyError) as error:
        raise UserError("export.wrong_password", "密码不对，或文件没有这样加密") from error
    return out.getvalue()
