"""How a page's words become HTML that can do nothing: what the report and the web app share."""

from __future__ import annotations

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from onrecord.dates import in_words
from onrecord.views.text import (
    NO_LATER,
    quoted,
    said_how,
    type_words,
    unsafe,
    visible,
    when_words,
)

PLANS = frozenset({"planned", "proposed", "expected", "requested", "hypothetical"})
"""Statuses that are drawn hollow: what they name has not happened, as far as the page says."""

LONG = 640
"""Characters from which a statement is shown by its first words, and whole when asked."""


def shown_text(text: str) -> Markup:
    """Text escaped for HTML, with what would act on the page shown as its code point.

    >>> str(shown_text("<b>\\u202eno"))
    '&lt;b&gt;<i class="ctl">U+202E</i>no'
    """
    pieces: list[Markup] = []
    run = ""
    for character in text.replace("\r\n", "\n").replace("\r", "\n"):
        if unsafe(character) and character not in "\n\t":
            code = visible(character).strip("<>")
            pieces += [escape(run), Markup(f'<i class="ctl">{code}</i>')]
            run = ""
        else:
            run += character
    return Markup("").join([*pieces, escape(run)])


def opening(words: str) -> str:
    """The first words of a long statement, cut between words; a short one whole.

    >>> opening("We agree."), len(opening("word " * 300)) <= LONG
    ('We agree.', True)
    """
    if len(words) <= LONG:
        return words
    return f"{words[: LONG * 3 // 4].rsplit(None, 1)[0]} …"


def web_address(source: str) -> str | None:
    """`source` where it is an address that may be a link; None for paths and any other scheme.

    >>> web_address("https://nna.example/1"), web_address("javascript:alert(1)")
    ('https://nna.example/1', None)
    """
    return source if source.startswith(("https://", "http://")) else None


def environment(loader: BaseLoader | None = None) -> Environment:
    """Templates in which every value is escaped and none may be missing."""
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["shown"] = shown_text
    made.filters["quoted"] = quoted
    made.filters["type_words"] = type_words
    made.filters["in_words"] = in_words
    made.filters["opening"] = opening
    made.filters["said_how"] = said_how
    made.filters["when_words"] = when_words
    made.globals.update(plans=PLANS, long=LONG, no_later=NO_LATER)
    return made
