DROP TABLE spent;
ALTER TABLE messages DROP COLUMN held_until;
