ALTER TABLE gaps DROP COLUMN asked_people;
