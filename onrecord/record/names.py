"""Who on a record is meant by a name."""

from __future__ import annotations

import difflib
import json

from onrecord.errors import NotOnRecord
from onrecord.record.index import folded
from onrecord.record.store import View

_MANY = 2000
"""Names beyond which only those that begin or end alike are looked through for the nearest."""


def actors_meant(view: View, name: str) -> set[str]:
    """The ids of the actors that have this name or id, and of a state's officials.

    `NotOnRecord`, with the nearest names, where nobody has it.
    """
    ids = named(view, name)
    officials = view.rows(
        "SELECT id FROM actors WHERE country IN (SELECT country FROM actors"
        " WHERE kind = 'state' AND id IN (SELECT value FROM json_each(?)))",
        (json.dumps(sorted(ids)),),
    )
    return ids | {row["id"] for row in officials}


def named(view: View, name: str) -> set[str]:
    """The ids of the actors that have this name or id; else of those with all its words in one.

    `NotOnRecord`, with the nearest names, where nobody has it.
    """
    asked = folded(name)
    rows = view.rows(
        "SELECT id FROM actors WHERE id = (SELECT value FROM json_each(?1))"
        " UNION SELECT actor FROM actor_names"
        " WHERE sort = 'name' AND name = (SELECT value FROM json_each(?2))",
        (json.dumps([name]), json.dumps([asked])),
    )
    if not rows and asked:
        rows = view.rows(
            "SELECT DISTINCT actor AS id FROM actor_names WHERE NOT EXISTS ("
            "SELECT 1 FROM json_each(?) WHERE instr(' ' || name || ' ', ' ' || value || ' ') = 0)",
            (json.dumps(asked.split()),),
        )
    if not rows:
        raise NotOnRecord(name, f"nobody called {name!r} is on this record{_nearest(view, name)}")
    return {row["id"] for row in rows}


def _nearest(view: View, name: str) -> str:
    count = view.rows("SELECT count(*) AS count FROM actors")[0]["count"]
    if count > _MANY:
        words = json.dumps([word[:2] for word in folded(name).split()])
        query = (
            "SELECT DISTINCT a.name FROM actor_names n JOIN actors a ON a.id = n.actor,"
            " json_each(?) WHERE instr(' ' || n.name, ' ' || value) > 0"
            f" AND length(n.name) BETWEEN {len(name) // 2} AND {len(name) * 2} LIMIT {_MANY}"
        )
        names = [row["name"] for row in view.rows(query, (words,))]
    else:
        names = [row["name"] for row in view.rows("SELECT DISTINCT name FROM actors")]
    near = difflib.get_close_matches(name, sorted(names), n=3, cutoff=0.5)
    if near:
        return f"; did you mean {', '.join(near)}?"
    return "; `onrecord actors` lists who is" if count else ""
