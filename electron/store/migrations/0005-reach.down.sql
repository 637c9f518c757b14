DROP TABLE callback_log;
DROP TABLE reach_changes;
DROP TABLE gaps;
DROP TABLE proofs;
