"""Names of attachments for people to read: never a path, never invisible, never empty.

Files are stored under ids of our own; this name is shown and offered when someone saves the file.
"""

from __future__ import annotations

import re
import unicodedata

MOST_CHARS = 150
MOST_EXTENSION = 16
MOST_READ = 2_000

# Controls, and what makes "exe.fdp" read "pdf.exe": marks of direction, joiners and blanks nobody can see.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s+")
_PATH = re.compile(r"(?:[A-Za-z]:[\\/]|\.{0,2}[\\/]|.*\\|.*\.\./)")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|\Z)", re.I)

_EXTENSIONS = {
    "application/gzip": "gz",
    "application/json": "json",
    "application/msword": "doc",
    "application/pdf": "pdf",
    "application/pgp-keys": "asc",
    "application/pgp-signature": "asc",
    "application/pkcs7-mime": "p7m",
    "application/pkcs7-signature": "p7s",
    "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/x-pkcs7-mime": "p7m",
    "application/x-pkcs7-signature": "p7s",
    "application/xml": "xml",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/tiff": "tif",
    "image/webp": "webp",
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "text/css": "css",
    "text/csv": "csv",
    "text/html": "html",
    "text/plain": "txt",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}


def safe(name: str) -> str:
    """The name without path, control and invisible characters, at most 150 characters with its extension kept.

    "" when nothing is left to show.
    """
    name = _SPACES.sub(" ", _INVISIBLE.sub("", name[:MOST_READ].replace("\r\n", "").replace("\t", " ")))
    if _PATH.match(name):
        name = name.replace("\\", "/").rpartition("/")[2]
    name = unicodedata.normalize("NFC", name.replace("/", "_").replace("\\", "_")).strip().rstrip(". ")
    if not name.strip("._ "):
        return ""
    if len(name) > MOST_CHARS:
        stem, dot, extension = name.rpartition(".")
        if dot and len(extension) <= MOST_EXTENSION:
            name = stem[: MOST_CHARS - len(extension) - 1].rstrip(". ") + "." + extension
        else:
            name = name[:MOST_CHARS].rstrip(". ")
    return "_" + name if _DEVICE.match(name) else name


def invented(kind: str, number: int) -> str:
    """A name for a part that has none, from its type and its place among the attachments."""
    if kind == "text/calendar":
        return "invite.ics"
    if kind == "text/rfc822-headers":
        return "headers.txt"
    stem = "picture" if kind.startswith("image/") else "message" if kind == "message/rfc822" else "attachment"
    extension = _EXTENSIONS.get(kind, "bin" if not kind.startswith("text/") else "txt")
    return f"{stem}-{number}.{extension}"
