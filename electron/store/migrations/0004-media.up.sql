-- The photos of inbound texts. The address of each is in its message's own list, at this place.
CREATE TABLE media (
  id       TEXT PRIMARY KEY,
  seq      INTEGER NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  state    TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'stored', 'expired', 'refused')),
  -- Of one that is stored: its file in the media folder, and what it is.
  file     TEXT CHECK ((file IS NOT NULL) = (state = 'stored')),
  kind     TEXT CHECK (kind IN ('image', 'file')),
  type     TEXT,
  size     INTEGER,
  tries    INTEGER NOT NULL DEFAULT 0,
  next_at  INTEGER NOT NULL DEFAULT 0, -- not before this
  reason   TEXT,                       -- how the last try failed, or why it is refused
  UNIQUE (seq, position)
) STRICT;

CREATE INDEX media_waiting ON media (next_at, seq) WHERE state = 'waiting';
CREATE INDEX media_stored ON media (file) WHERE file IS NOT NULL;

-- Files whose entry is gone, to be removed.
CREATE TABLE media_removed (
  file TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER media_deleted AFTER DELETE ON media WHEN old.file IS NOT NULL BEGIN
  INSERT INTO media_removed (file) VALUES (old.file) ON CONFLICT DO NOTHING;
END;

-- Those of texts that came before Tern fetched photos. Their id is a random UUID.
INSERT INTO media (id, seq, position)
  SELECT lower(printf('%s-%s-4%s-8%s-%s', hex(randomblob(4)), hex(randomblob(2)), substr(hex(randomblob(2)), 2),
           substr(hex(randomblob(2)), 2), hex(randomblob(6)))), m.seq, one.key
    FROM messages m JOIN json_each(m.media) one WHERE m.direction = 'inbound' AND m.media <> '[]';
