DROP TABLE settings;
DROP TABLE provider_ids;
DROP TABLE statuses;
DROP TABLE raw_events;
DROP TABLE messages;
DROP TABLE conversations;
DROP TABLE people;
DROP TABLE numbers;
