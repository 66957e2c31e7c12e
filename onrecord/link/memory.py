"""What the linker remembers of the pages it has joined, so that one more touches only its own.

A few tables of a SQLite file, the record's own or one in memory: each item's facts and group, its
keys in rows by time, the joins between items, the entities' profiles. Nothing here is shown.
"""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

TABLES = """
CREATE TABLE IF NOT EXISTS link_pages (
    doc TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL           -- of the reading that was joined
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS link_items (
    item INTEGER PRIMARY KEY,
    sort TEXT NOT NULL,            -- actor (a profile), utterance, happening, copy
    id TEXT NOT NULL,
    doc TEXT NOT NULL,
    grp TEXT,                      -- the actor, utterance or happening it is part of
    answers TEXT,                  -- the event that an event answers
    data BLOB NOT NULL             -- MessagePack
);
CREATE INDEX IF NOT EXISTS link_items_doc ON link_items (doc, sort);
CREATE INDEX IF NOT EXISTS link_items_grp ON link_items (grp);
CREATE INDEX IF NOT EXISTS link_items_answers ON link_items (answers) WHERE answers IS NOT NULL;
CREATE TABLE IF NOT EXISTS link_keys (
    key INTEGER NOT NULL,
    at INTEGER NOT NULL,
    item INTEGER NOT NULL,
    PRIMARY KEY (key, at, item)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS link_joins (
    one INTEGER NOT NULL,
    other INTEGER NOT NULL,
    score INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_joins_other ON link_joins (other);
CREATE TABLE IF NOT EXISTS link_sightings (
    doc TEXT NOT NULL,
    number INTEGER NOT NULL,
    profile INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (doc, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_sightings_profile ON link_sightings (profile);
CREATE TABLE IF NOT EXISTS link_figures (
    actor TEXT PRIMARY KEY,
    canonical TEXT NOT NULL,
    state TEXT,
    data BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_figures_canonical ON link_figures (canonical);
CREATE INDEX IF NOT EXISTS link_figures_state ON link_figures (state);
"""
