-- When replies could surely reach this computer, for each number in use.
CREATE TABLE proofs (
  number_id INTEGER PRIMARY KEY REFERENCES numbers (id) ON DELETE CASCADE,
  first_at  INTEGER NOT NULL, -- since the number was taken
  last_at   INTEGER NOT NULL,
  held_at   INTEGER NOT NULL  -- when Aircall last said that it holds our address
) STRICT, WITHOUT ROWID;

-- When replies could not surely reach it.
CREATE TABLE gaps (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  number_id    INTEGER NOT NULL REFERENCES numbers (id) ON DELETE CASCADE,
  from_at      INTEGER NOT NULL,
  to_at        INTEGER,                    -- NULL: not over
  reason       TEXT NOT NULL,
  done         INTEGER NOT NULL DEFAULT 0, -- ticked off in the notifications list
  asked_at     INTEGER,                    -- when people were asked to text again
  asked_people INTEGER NOT NULL DEFAULT 0  -- how many were
) STRICT;

CREATE INDEX gaps_of ON gaps (number_id, from_at);
CREATE UNIQUE INDEX gaps_open ON gaps (number_id) WHERE to_at IS NULL;

-- How the way in went from state to state; the newest few hundred.
CREATE TABLE reach_changes (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  at         INTEGER NOT NULL,
  from_state TEXT NOT NULL,
  to_state   TEXT NOT NULL,
  reason     TEXT NOT NULL,
  code       TEXT -- of the error that came with it
) STRICT;

-- What came to the listener; the newest few hundred. Neither text nor path is in it.
CREATE TABLE callback_log (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL,
  status INTEGER NOT NULL,           -- what was answered
  reason TEXT NOT NULL,              -- what it was, or why it was turned away
  bytes  INTEGER NOT NULL,
  times  INTEGER NOT NULL DEFAULT 1  -- strangers' requests of one kind count together
) STRICT;
