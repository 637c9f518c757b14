CREATE TABLE numbers (
  id            INTEGER PRIMARY KEY, -- Aircall's id
  name          TEXT NOT NULL,
  digits        TEXT NOT NULL,
  e164          TEXT NOT NULL,
  country       TEXT,
  time_zone     TEXT,
  practice      INTEGER NOT NULL,
  -- The registration at Aircall; all three or none.
  callback_url  TEXT,
  token         TEXT,
  registered_at INTEGER
) STRICT;

CREATE TABLE people (
  peer   TEXT PRIMARY KEY, -- E.164 or a short code
  name   TEXT,
  folded TEXT              -- the name as search compares it
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
  id        TEXT PRIMARY KEY,
  number_id INTEGER NOT NULL REFERENCES numbers (id) ON DELETE CASCADE,
  peer      TEXT NOT NULL REFERENCES people (peer),
  unread    INTEGER NOT NULL DEFAULT 0 CHECK (unread >= 0),
  draft     TEXT NOT NULL DEFAULT '',
  at        INTEGER NOT NULL, -- time of the last message, else when it began
  last_seq  INTEGER,          -- the last message
  UNIQUE (number_id, peer)
) STRICT;

CREATE INDEX conversations_newest ON conversations (at, id);
CREATE INDEX conversations_peer ON conversations (peer);
CREATE INDEX conversations_unread ON conversations (unread) WHERE unread > 0;

CREATE TABLE messages (
  seq             INTEGER PRIMARY KEY AUTOINCREMENT, -- order of storing
  id              TEXT NOT NULL UNIQUE,
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  number_id       INTEGER NOT NULL,
  direction       TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  body            TEXT NOT NULL,
  folded          TEXT, -- the text as search compares it, where that differs by more than ASCII case
  media           TEXT NOT NULL,
  state           TEXT NOT NULL,
  verified        INTEGER NOT NULL,
  at              INTEGER NOT NULL,
  provider_at     INTEGER,
  provider_status TEXT,
  error           TEXT,
  read            INTEGER NOT NULL,
  done            INTEGER NOT NULL,
  -- Inbound: Aircall's id.
  provider_id     TEXT,
  -- Outbound: what Tern itself knows, beside what callbacks said. `state` and `error` are made of both.
  own_state       TEXT,
  own_error       TEXT,
  attempt         INTEGER NOT NULL DEFAULT 1, -- grows when the user sends it again
  ended_as        TEXT,                       -- how the attempt before ended
  not_before      INTEGER NOT NULL DEFAULT 0,
  claimed_at      INTEGER
) STRICT;

CREATE INDEX messages_page ON messages (conversation_id, at, id);
CREATE INDEX messages_inbound ON messages (at, id) WHERE direction = 'inbound';
CREATE INDEX messages_unread ON messages (at, id) WHERE direction = 'inbound' AND read = 0;
CREATE INDEX messages_unread_of ON messages (conversation_id, at, id) WHERE direction = 'inbound' AND read = 0;
CREATE INDEX messages_provider ON messages (number_id, provider_id) WHERE direction = 'inbound';
CREATE UNIQUE INDEX messages_once ON messages (number_id, provider_id) WHERE direction = 'inbound' AND verified = 1;
CREATE INDEX messages_waiting ON messages (conversation_id, seq) WHERE state IN ('queued', 'claimed');
CREATE INDEX messages_queued ON messages (seq) WHERE state = 'queued';
CREATE INDEX messages_attention ON messages (state) WHERE state IN ('queued', 'claimed', 'unknown', 'failed');
CREATE INDEX messages_claimed ON messages (conversation_id, claimed_at) WHERE claimed_at IS NOT NULL;
CREATE INDEX messages_in_flight ON messages (own_state) WHERE own_state = 'claimed';

-- Every callback as it came.
CREATE TABLE raw_events (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  at          INTEGER NOT NULL,
  number_id   INTEGER NOT NULL,
  provider_id TEXT,
  event       TEXT,
  reason      TEXT, -- why no message came of it
  body        TEXT NOT NULL
) STRICT;

CREATE INDEX raw_events_number ON raw_events (number_id, provider_id);
CREATE INDEX raw_events_kept ON raw_events (id) WHERE reason IS NOT NULL;

-- What Aircall said about outbound messages: by callback, or in the answer to the POST.
CREATE TABLE statuses (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  number_id   INTEGER NOT NULL REFERENCES numbers (id) ON DELETE CASCADE,
  provider_id TEXT NOT NULL,
  word        TEXT NOT NULL,
  provider_at INTEGER,
  peer        TEXT,
  body        TEXT,
  at          INTEGER NOT NULL,
  answer      INTEGER NOT NULL, -- 1: in the answer to the POST
  attempt     INTEGER           -- which attempt of its message it tells of; NULL: no message yet
) STRICT;

CREATE INDEX statuses_provider ON statuses (number_id, provider_id);

-- Which outbound message an id of Aircall belongs to.
CREATE TABLE provider_ids (
  number_id   INTEGER NOT NULL REFERENCES numbers (id) ON DELETE CASCADE,
  provider_id TEXT NOT NULL,
  seq         INTEGER NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,
  attempt     INTEGER NOT NULL,
  source      TEXT NOT NULL CHECK (source IN ('answer', 'content')), -- how it is known
  PRIMARY KEY (number_id, provider_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX provider_ids_message ON provider_ids (seq);

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
