-- Until when a queued text can be taken back before it goes out.
ALTER TABLE messages ADD COLUMN held_until INTEGER;

-- What was claimed lately, for the limits of segments an hour and a day.
CREATE TABLE spent (
  id        INTEGER PRIMARY KEY,
  number_id INTEGER NOT NULL REFERENCES numbers (id) ON DELETE CASCADE,
  at        INTEGER NOT NULL,
  segments  INTEGER NOT NULL
) STRICT;

CREATE INDEX spent_lately ON spent (number_id, at);
