-- Where an entry without a date is placed, who leads it, in whose name a statement stands, and how
-- much each actor says and does: made with the rest of the index (onrecord/record/index.py).

ALTER TABLE entries ADD COLUMN bound TEXT;  -- without a date: no later than the page ("../2031-03-12")
ALTER TABLE entries ADD COLUMN lead TEXT;   -- the actor in whose lane it is drawn
DROP INDEX entries_days;
CREATE INDEX entries_days ON entries (first, bound, last, out);

ALTER TABLE placed_statements ADD COLUMN speaker TEXT;  -- the name to sort by
CREATE INDEX placed_statements_days ON placed_statements (first, last);
CREATE INDEX placed_statements_speaker ON placed_statements (speaker IS NULL, speaker, first, last);

CREATE TABLE actor_figures (       -- how many statements and events an actor has a part in
    actor TEXT PRIMARY KEY REFERENCES actors (id) ON DELETE CASCADE,
    said INTEGER NOT NULL,
    done INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX actor_figures_most ON actor_figures (said + done);
