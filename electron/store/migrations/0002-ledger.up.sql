-- Every message and every change of its state, in the order of the commits: only ever added to, and chained by hashes.
-- Holds nothing of what a message says; see shared/core/ledger.ts.
CREATE TABLE ledger (
  seq        INTEGER PRIMARY KEY, -- 1, 2, 3 …
  at         INTEGER NOT NULL,    -- when it was committed
  message_id TEXT NOT NULL,
  event      TEXT NOT NULL,
  detail     TEXT NOT NULL,       -- JSON
  content    TEXT,                -- digest of the message's content; of its first entry only
  hash       TEXT NOT NULL        -- SHA-256 over the hash before and this entry
) STRICT;

CREATE INDEX ledger_message ON ledger (message_id, seq);

-- Goes into the digest of the content, and goes away with the message: what a deleted text said cannot be guessed at.
ALTER TABLE messages ADD COLUMN salt TEXT;

-- Aircall's ids of deleted messages: a callback about one of them is answered, and not kept.
CREATE TABLE forgotten (
  number_id   INTEGER NOT NULL REFERENCES numbers (id) ON DELETE CASCADE,
  provider_id TEXT NOT NULL,
  PRIMARY KEY (number_id, provider_id)
) STRICT, WITHOUT ROWID;
