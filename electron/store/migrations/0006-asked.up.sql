-- How many people were asked to text again after a gap.
ALTER TABLE gaps ADD COLUMN asked_people INTEGER NOT NULL DEFAULT 0;
