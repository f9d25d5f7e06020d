"""Bytes to text: binary files refused, encodings told apart, line ends and control characters made regular."""

import codecs
import re
import unicodedata

from kg.errors import InputError

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office file (.docx, .xlsx, .odt, .epub)"),
    (b"\xd0\xcf\x11\xe0", "an old office file (.doc, .xls)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)

# UTF-32 before UTF-16: the little-endian marks begin alike.
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# A share of control bytes above this is no text in any encoding; a stray NUL in a real article stays below it.
_MAX_CONTROLS = 0.05
_CONTROL_BYTES = bytes(b for b in range(32) if b not in b"\t\n\r\f\v\x1b") + b"\x7f"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")

# The letters and signs that Western European business text uses above ASCII. The right one of the encodings below
# gives these alone, and gives more of the common ones than the others do.
_WESTERN = frozenset(
    "äöüßÄÖÜéèêëàáâãåæçñíìîïóòôõøœúùûýÿÉÈÊÀÁÂÃÅÆÇÑÍÎÓÔÕØŒÚÛ„“”‚‘’–—…•€£§©®™°²³µ·«»‹›¼½¾¿¡ªº×±´¨¸\u00a0\u00ad"
)

_COMMON = frozenset("äöüßÄÖÜé„“”’–€§")
_SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)


def decode(data: bytes, where: str, *, html: bool = False) -> str:
    """The text of `data`, regular as `tidy` leaves it.

    Tried in this order: byte order mark, UTF-16 without one, UTF-8 (a few broken bytes allowed), the charset that
    an HTML page declares, Windows-1252, Mac and DOS
    text, and what charset_normalizer finds. `where` names the input in errors.

    Raises:
        InputError: `data` is empty or only white space, a known binary format, or not text in any encoding.
    """
    if not data.strip():
        raise InputError(f"{where}: {'only white space' if data else 'the file is empty'}; give a text")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{where}: this is {name}, not text; convert it to text first")
    text = tidy(_decode(data, where, html))
    if not text.strip():
        raise InputError(f"{where}: only white space; give a text")
    return text


def tidy(text: str) -> str:
    """`text` in NFC with `\\n` as its only line end and without NUL, control characters and byte order marks."""
    text = _LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", _SURROGATES.sub("\ufffd", text)))


def has_surrogates(text: str) -> bool:
    """Whether `text` holds half a character (a lone surrogate), which no file can store."""
    return _SURROGATES.search(text) is not None


def _decode(data: bytes, where: str, html: bool) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    wide = _utf16(data)
    if wide:
        return data.decode(wide, errors="replace")
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if controls > len(data) * _MAX_CONTROLS:
        raise InputError(f"{where}: this is a binary file, not text; convert it to text first")
    text = _utf8(data)
    if text is not None:
        return text
    return (_declared(data) if html else None) or _single_byte(data, where)


def _utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 text without a mark: every other byte of Western text is NUL."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.1 * half else None


def _utf8(data: bytes) -> str | None:
    """`data` as UTF-8; also when a few bytes are broken (a cut file) beside many sound multi-byte characters."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - broken
    return text if sound >= 10 * broken else None


def _declared(data: bytes) -> str | None:
    """`data` in the charset that the page's head declares, when Python knows it and it fits."""
    found = _META_CHARSET.search(data[:8192])
    if found is None:
        return None
    try:
        encoding = codecs.lookup(found.group(1).decode("ascii"))
        # Browsers read Latin-1 as Windows-1252; pages mean that.
        name = "cp1252" if encoding.name == "iso8859-1" else encoding.name
        return codecs.decode(data, name, "strict") if name not in ("utf-8", "utf-7") else None
    except (LookupError, ValueError):
        return None  # an unknown or false declaration says nothing; the bytes decide


def _single_byte(data: bytes, where: str) -> str:
    fitting = [(score, -rank) for rank, name in enumerate(_SINGLE_BYTE) if (score := _western(data, name)) is not None]
    if fitting:
        return data.decode(_SINGLE_BYTE[-max(fitting)[1]])
    import charset_normalizer  # slow to load and seldom needed

    best = charset_normalizer.from_bytes(data[:200_000]).best()
    if best is None:
        raise InputError(f"{where}: the encoding is not known; save the file as UTF-8")
    return data.decode(best.encoding, errors="replace")


def _western(data: bytes, encoding: str) -> int | None:
    """How many common letters `data` has in `encoding`, or None when it has any that no Western text has."""
    high = data.translate(None, bytes(range(128)))
    try:
        characters = high.decode(encoding)
    except UnicodeDecodeError:
        return None
    return sum(c in _COMMON for c in characters) if all(c in _WESTERN for c in set(characters)) else None
