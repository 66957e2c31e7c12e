-- Where the words stand that say when something was said or done, if the page gives them no day: once
-- another page tells the day of theirs, they have one on the record (onrecord/record/settled.py).

ALTER TABLE statements ADD COLUMN dated_start INTEGER;
ALTER TABLE events ADD COLUMN dated_start INTEGER;
