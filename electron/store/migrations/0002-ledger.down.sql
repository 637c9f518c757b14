DROP TABLE forgotten;
ALTER TABLE messages DROP COLUMN salt;
DROP TABLE ledger;
