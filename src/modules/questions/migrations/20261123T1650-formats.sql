-- Files of more kinds: sheets, Moodle XML, QTI packages.
alter table questions.import drop constraint import_format_check;
alter table questions.import add constraint import_format_check
  check (format in ('word', 'excel', 'gift', 'aiken', 'moodle', 'qti'));
