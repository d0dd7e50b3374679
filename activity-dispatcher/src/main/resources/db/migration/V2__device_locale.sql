alter table devices add column locale text;
comment on column devices.locale is 'The language that texts for the device are in; null where its app did not say.';
