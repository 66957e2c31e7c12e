"""A chronology as one HTML file: no script, no network, prints with its notes."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from onrecord.views.exports.chronology import Chronology


def html_of(chronology: Chronology) -> str:
    """The chronology as an HTML document; the file's policy allows its own style and no more."""
    room = files(__package__)
    style = (room / "chronology.css").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((room / "chronology.html").read_text(encoding="utf-8"))
    digest = hashlib.sha256(style.encode("utf-8")).digest()
    return template.render(
        chronology=chronology,
        style=Markup(style),
        policy=f"sha256-{base64.b64encode(digest).decode('ascii')}",
        called={number: block.id for block in chronology.blocks for number in block.notes},
    )
