"""Which kind of source a file is, by the end of its name."""

from __future__ import annotations

from onrecord.model import Media

MEDIA: dict[str, Media] = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".pdf": "application/pdf",
}
"""Files that are one page each, as they are."""
_OTHERS = {
    ".warc": "warc",
    ".warc.gz": "warc",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonl.gz": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".eml": "eml",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".zip": "zip",
}
ENDINGS = (*MEDIA, *_OTHERS)
"""All that a source's name may end in."""


def kind_of(name: str) -> str | None:
    """What a file is: an ending of `MEDIA`, or the name of its kind; None for no source.

    >>> kind_of("crawl-17.WARC.gz"), kind_of("talks.htm"), kind_of("notes.md")
    ('warc', '.htm', None)
    """
    ending = ending_of(name)
    return _OTHERS.get(ending, ending) if ending is not None else None


def stem_of_name(name: str) -> str:
    """A file's name without the ending that says its kind.

    >>> stem_of_name("crawl-17.warc.gz"), stem_of_name("may 3.txt")
    ('crawl-17', 'may 3')
    """
    ending = ending_of(name)
    return name[: -len(ending)] if ending else name


def ending_of(name: str) -> str | None:
    """The ending that says a file's kind, in small letters; None where it has none of them."""
    small = name.lower()
    fitting = [one for one in ENDINGS if small.endswith(one) and len(small) > len(one)]
    return max(fitting, key=len) if fitting else None
