-- SQL twins of fold() and toneKey() in src/platform/text/fold.ts; see there for why each step exists. They are
-- immutable (usable in indexes and generated columns) because nothing in them depends on a locale, an ICU version
-- or a rules file. A property test holds the two languages together.
create schema if not exists platform;

create function platform.fold_case(decomposed text) returns text
language sql immutable strict parallel safe
return pg_catalog.translate(
  pg_catalog.lower(decomposed collate "C"),
  'ĐÐƉðɖɃØÆŒĦŁŊÞςΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐ',
  'đđđđđƀøæœħłŋþσαβγδεζηθικλμνξοπρστυφχψωабвгдежзиклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґ'
);

create function platform.fold_blanks(given text) returns text
language sql immutable strict parallel safe
return pg_catalog.btrim(pg_catalog.regexp_replace(
  given collate "C",
  '[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', ' ', 'g'
), ' ');

create function platform.fold_drop(given text) returns text
language sql immutable strict parallel safe
return pg_catalog.regexp_replace(
  given collate "C",
  '[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u0027`\u00b4\u02b9-\u02bd\u02c8\u2018-\u201b\u2032\uff07]',
  '', 'g'
);

create function platform.fold(given text) returns text
language sql immutable strict parallel safe
return pg_catalog.normalize(pg_catalog.regexp_replace(
  platform.fold_blanks(pg_catalog.translate(
    platform.fold_case(platform.fold_drop(pg_catalog.regexp_replace(
      pg_catalog.normalize(given, 'NFD') collate "C", '[\u0300-\u036f]', '', 'g'
    ))),
    'đƀøħł', 'dbohl'
  )) collate "C",
  '(?<![a-z0-9])(?:x|se)tieng(?![a-z0-9])', 'stieng', 'g'
), 'NFC');

create function platform.tone_key(given text) returns text
language sql immutable strict parallel safe
return pg_catalog.normalize(pg_catalog.regexp_replace(
  pg_catalog.regexp_replace(
    platform.fold_blanks(platform.fold_case(platform.fold_drop(pg_catalog.normalize(given, 'NFD')))) collate "C",
    '([\u0300\u0301\u0303\u0309\u0323]+)([aeiouy\u0302\u0306\u031b]+)', '\2\1', 'g'
  ) collate "C",
  '(?<![a-z0-9đƀøħł\u0300-\u036f])(?:x|se\u0302)tie\u0302ng(?![a-z0-9đƀøħł\u0300-\u036f])', U&'stie\0302ng', 'g'
), 'NFC');

comment on function platform.fold(text) is 'Spelling-free form for search: twin of fold() in src/platform/text/fold.ts';
comment on function platform.tone_key(text) is 'Form with diacritics and one tone placement: twin of toneKey() in src/platform/text/fold.ts';
