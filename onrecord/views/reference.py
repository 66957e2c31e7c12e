"""The command reference, from the command's own help: `python -m onrecord.views.reference`."""

from __future__ import annotations

from typer.testing import CliRunner

from onrecord.views.cli import app

_HEAD = """\
# Commands

Each command's own help, written by `python -m onrecord.views.reference > docs/commands.md`; a test
asks whether it is up to date. The same verbs are functions: see [the data model](data-model.md) and
`help(onrecord)`.

Results go to stdout and all else to stderr. A terminal gets a list that fits its width; a pipe gets
one tab-separated line a row, whole and without colours. `--format json` gives values.
"""


def reference() -> str:
    """The reference as Markdown: the command, then each of its commands in order."""
    names = [
        command.name or command.callback.__name__
        for command in app.registered_commands
        if command.callback
    ]
    pieces = [_HEAD, _section("onrecord", [])]
    pieces += [_section(f"onrecord {name}", [name]) for name in names]
    return "\n".join(pieces)


def _section(title: str, command: list[str]) -> str:
    shown = CliRunner().invoke(
        app, [*command, "--help"], prog_name="onrecord", env={"COLUMNS": "90"}
    )
    lines = "\n".join(line.rstrip() for line in shown.output.strip().splitlines())
    return f"## {title}\n\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    print(reference(), end="")
