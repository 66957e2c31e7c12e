"""A chronology as a Word document with footnotes of its own (Office Open XML, ISO/IEC 29500).

The parts stand in the folder `docx` as templates; python-docx, which writes such files, has no
footnotes and puts the hour into each file.
"""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import Environment, StrictUndefined

from onrecord.views.exports.chronology import Block, Chronology, Note, Run

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""A zip archive needs a time for each file; one that never changes keeps the bytes the same."""


def docx_of(chronology: Chronology) -> bytes:
    """The document as bytes: the same for the same chronology."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters["xml"] = xml_text
    values = {
        "blocks": chronology.blocks,
        "notes": chronology.notes,
        "body_links": _links(chronology.blocks),
        "note_links": _links(chronology.notes),
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in sorted(_parts(files(__package__) / "docx")):
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, environment.from_string(part).render(values).encode("utf-8"))
    return whole.getvalue()


def xml_text(text: str) -> str:
    """`text` with the code points that no XML 1.0 document may hold shown by their number.

    >>> xml_text("a" + chr(0xFFFE) + "b")
    'a<U+FFFE>b'
    """
    return "".join(c if _in_xml(ord(c)) else f"<U+{ord(c):04X}>" for c in text)


def _in_xml(code: int) -> bool:
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or code >= 0x10000
    )


def _links(parts: tuple[Block, ...] | tuple[Note, ...]) -> dict[str, str]:
    """Each web address of these, and the id by which a relationship names it."""
    runs: list[Run] = [run for part in parts for run in part.runs]
    addresses = dict.fromkeys(run.link for run in runs if run.link is not None)
    return {link: f"link{number}" for number, link in enumerate(addresses, start=1)}


def _parts(folder: Traversable, path: str = "") -> list[tuple[str, str]]:
    """Every file of the folder as its name in the archive and its text."""
    found: list[tuple[str, str]] = []
    for one in folder.iterdir():
        if one.is_dir():
            found += _parts(one, f"{path}{one.name}/")
        else:
            found.append((path + one.name, one.read_text(encoding="utf-8")))
    return found
