"""Files that are sources: which are meant, what is told beside each, and one page's alone."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from onrecord.errors import PageUnreadable
from onrecord.model import Told
from onrecord.pages.kinds import ENDINGS, kind_of, stem_of_name

SIDECAR = ".meta.json"


def find_paths(paths: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """The files that `paths` name: files as given, folders (with what is in them), globs.

    Sorted within each folder or glob, each file once, sidecars and hidden files left out. A
    path that names nothing is kept, so that `check` says what is wrong with it.
    """
    found: dict[str, Path] = {}
    for given in paths:
        for path in _files_of(Path(given)):
            found.setdefault(str(path.absolute()), path)
    return list(found.values())


def others_in(folder: Path) -> Counter[str]:
    """The files in a folder that no one reads, counted by the end of their names.

    Hidden files, sidecars and records are left out of the count.
    """
    counted: Counter[str] = Counter()
    for path in _seen_in(folder):
        if path.name.startswith((".", "~")) or path.name.endswith((SIDECAR, *_RECORDS)):
            continue
        if path.is_symlink() and not os.path.exists(path):  # noqa: PTH110 - False where forbidden
            counted["link that leads nowhere"] += 1
        elif path.is_file() and kind_of(path.name) is None:
            counted[path.suffix.lower() or "without an ending"] += 1
    return counted


_RECORDS = (".db", ".db-wal", ".db-shm")


def check(path: Path) -> str:
    """The kind of a source; `PageUnreadable`, with what to try, where `path` is none."""
    source = str(path)
    kinds = ", ".join(ENDINGS)
    try:
        path.stat()
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as failure:
        why = getattr(failure, "strerror", None) or str(failure)
        raise PageUnreadable(source, f"could not be opened: {why}") from failure
    if path.is_dir():
        raise PageUnreadable(source, f"expected a folder with pages ({kinds}), found none in it")
    if not path.exists():
        if glob.has_magic(source):
            raise PageUnreadable(source, f"no file fits this pattern; pages end in {kinds}")
        raise PageUnreadable(source, f"no such file{_nearest(path)}")
    if path.name.endswith(SIDECAR):
        raise PageUnreadable(source, "this is what is told about a page, not a page; name the page")
    kind = kind_of(path.name)
    if kind is None:
        found = f"found {path.suffix}" if path.suffix else "found none"
        raise PageUnreadable(source, f"expected a file name that ends in {kinds}, {found}")
    return kind


def _files_of(path: Path) -> Iterator[Path]:
    if os.path.isdir(path):  # noqa: PTH112 - False where the folder may not be looked into
        inside = sorted(_walk(path))
        yield from inside or [path]
    elif os.path.exists(path) or not glob.has_magic(str(path)):  # noqa: PTH110 - likewise
        yield path
    else:
        matches = sorted(map(Path, glob.iglob(str(path), recursive=True)))  # noqa: PTH207  any root
        pages = [f for m in matches for f in ([m] if _is_source(m) else sorted(_walk(m)))]
        yield from pages or [path]


def _walk(folder: Path) -> Iterator[Path]:
    return (path for path in _seen_in(folder) if _is_source(path))


def _seen_in(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):  # does not follow links to folders
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names)


def _is_source(path: Path) -> bool:
    return (
        kind_of(path.name) is not None and not path.name.startswith((".", "~")) and path.is_file()
    )


def _nearest(path: Path) -> str:
    """A hint that names what does exist: the page with the same stem, or the folder missing."""
    if not path.parent.is_dir():
        return f"; the folder {path.parent} does not exist either"
    twins = sorted(p.name for p in path.parent.glob(f"{glob.escape(path.stem)}.*") if _is_source(p))
    return f"; did you mean {twins[0]}?" if twins else ""


class _Sidecar(msgspec.Struct, forbid_unknown_fields=True):
    """The fields of NAME.meta.json."""

    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None


def told_beside(path: Path) -> Told:
    """What the sidecar of a source tells; nothing where there is none."""
    sidecar = _sidecar_of(path)
    if sidecar is None:
        return Told()
    try:
        data = sidecar.read_bytes()
    except OSError as error:
        raise PageUnreadable(str(path), _sidecar_fault(sidecar.name, error)) from error
    return read_sidecar(str(path), sidecar.name, data)


def _sidecar_of(path: Path) -> Path | None:
    """`story.meta.json` or `story.html.meta.json` for `story.html`; None where there is none."""
    for name in (stem_of_name(path.name) + SIDECAR, path.name + SIDECAR):
        if path.with_name(name).is_file():
            return path.with_name(name)
    return None


def read_sidecar(source: str, name: str, data: bytes) -> Told:
    """What the sidecar `name` of the page at `source` tells; `PageUnreadable` if broken."""
    try:
        tells = msgspec.json.decode(data, type=_Sidecar)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PageUnreadable(source, _sidecar_fault(name, error)) from error
    if tells.published is not None and not _is_calendar_date(tells.published):
        raise PageUnreadable(
            source,
            f"its sidecar {name} tells published {tells.published!r}; expected a date "
            "such as 2021-10-14, 2021-10 or 2021",
        )
    return Told(
        published=tells.published, outlet=tells.outlet, url=tells.url, language=tells.language
    )


def _sidecar_fault(name: str, error: Exception) -> str:
    fields = ", ".join(_Sidecar.__struct_fields__)
    return (
        f"its sidecar {name} could not be read ({error}); expected an object with any of {fields}"
    )


def _is_calendar_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        return False
    return True
