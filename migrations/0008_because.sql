-- Why a person said something by hand: the document that holds the words. Null where none were given.
alter table event add because uuid;
