-- The calendar of working days, in versions that are only ever added: a deadline keeps the version that set it.
create schema calendar;

create table calendar.version (
  id integer generated always as identity primary key,
  covers_from date not null,
  covers_to date not null check (covers_to >= covers_from),
  reason text not null check (reason <> ''),
  published_by text not null check (published_by <> ''),
  published_at timestamptz not null
);

create table calendar.day (
  version_id integer not null references calendar.version,
  day date not null,
  kind text not null check (kind in ('holiday', 'working')),
  name text not null check (name <> ''),
  -- Where it was announced; "(check)" while nobody has confirmed it against the paper.
  source text not null,
  primary key (version_id, day)
);

create function calendar.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'A published calendar is never changed or removed; publish a new version.';
end $$;
create trigger version_is_kept before update or delete or truncate on calendar.version
  for each statement execute function calendar.refuse_change();
create trigger day_is_kept before update or delete or truncate on calendar.day
  for each statement execute function calendar.refuse_change();

-- First version: 2026 and 2027. Public holidays are those of article 112 of the Labour Code 2019; a holiday on a
-- weekend is made up on the next working day. Days that the Government fixes every year, and exchanges of working
-- days, come from memory and carry "(check)". 24/11 may become a holiday: publish a version when it does.
insert into calendar.version (covers_from, covers_to, reason, published_by, published_at)
values ('2026-01-01', '2027-12-31', 'Lịch ban đầu cho năm 2026 và 2027', 'Cầu Nối', '2026-11-23T00:00:00+07:00');

insert into calendar.day (version_id, day, kind, name, source)
select version.id, day::date, kind, day_name, source
from calendar.version, (values
  ('2026-01-01', 'holiday', 'Tết Dương lịch', 'BLLĐ 2019, Điều 112'),
  ('2026-01-02', 'holiday', 'Nghỉ hoán đổi dịp Tết Dương lịch', 'Hoán đổi với 10/01/2026 (check)'),
  ('2026-01-10', 'working', 'Làm bù cho ngày 02/01/2026', 'Hoán đổi với 02/01/2026 (check)'),
  ('2026-02-16', 'holiday', 'Tết Bính Ngọ (29 tháng Chạp)', 'BLLĐ 2019, Điều 112; thông báo nghỉ Tết 2026 (check)'),
  ('2026-02-17', 'holiday', 'Tết Bính Ngọ (mùng 1)', 'BLLĐ 2019, Điều 112; thông báo nghỉ Tết 2026 (check)'),
  ('2026-02-18', 'holiday', 'Tết Bính Ngọ (mùng 2)', 'BLLĐ 2019, Điều 112; thông báo nghỉ Tết 2026 (check)'),
  ('2026-02-19', 'holiday', 'Tết Bính Ngọ (mùng 3)', 'BLLĐ 2019, Điều 112; thông báo nghỉ Tết 2026 (check)'),
  ('2026-02-20', 'holiday', 'Tết Bính Ngọ (mùng 4)', 'BLLĐ 2019, Điều 112; thông báo nghỉ Tết 2026 (check)'),
  ('2026-04-26', 'holiday', 'Giỗ Tổ Hùng Vương (10/3 âm lịch)', 'BLLĐ 2019, Điều 112'),
  ('2026-04-27', 'holiday', 'Nghỉ bù Giỗ Tổ Hùng Vương', 'BLLĐ 2019, Điều 111 khoản 3'),
  ('2026-04-30', 'holiday', 'Ngày Giải phóng miền Nam, thống nhất đất nước', 'BLLĐ 2019, Điều 112'),
  ('2026-05-01', 'holiday', 'Ngày Quốc tế Lao động', 'BLLĐ 2019, Điều 112'),
  ('2026-08-22', 'working', 'Làm bù cho ngày 31/8/2026', 'Hoán đổi với 31/8/2026 (check)'),
  ('2026-08-31', 'holiday', 'Nghỉ hoán đổi dịp Quốc khánh', 'Hoán đổi với 22/8/2026 (check)'),
  ('2026-09-01', 'holiday', 'Quốc khánh (ngày liền kề)', 'BLLĐ 2019, Điều 112; ngày liền kề theo thông báo (check)'),
  ('2026-09-02', 'holiday', 'Quốc khánh', 'BLLĐ 2019, Điều 112'),
  ('2027-01-01', 'holiday', 'Tết Dương lịch', 'BLLĐ 2019, Điều 112'),
  ('2027-02-05', 'holiday', 'Tết Đinh Mùi (29 tháng Chạp)', 'BLLĐ 2019, Điều 112; chờ thông báo nghỉ Tết 2027 (check)'),
  ('2027-02-06', 'holiday', 'Tết Đinh Mùi (mùng 1)', 'BLLĐ 2019, Điều 112; chờ thông báo nghỉ Tết 2027 (check)'),
  ('2027-02-07', 'holiday', 'Tết Đinh Mùi (mùng 2)', 'BLLĐ 2019, Điều 112; chờ thông báo nghỉ Tết 2027 (check)'),
  ('2027-02-08', 'holiday', 'Tết Đinh Mùi (mùng 3)', 'BLLĐ 2019, Điều 112; chờ thông báo nghỉ Tết 2027 (check)'),
  ('2027-02-09', 'holiday', 'Tết Đinh Mùi (mùng 4)', 'BLLĐ 2019, Điều 112; chờ thông báo nghỉ Tết 2027 (check)'),
  ('2027-02-10', 'holiday', 'Nghỉ bù Tết Đinh Mùi', 'BLLĐ 2019, Điều 111 khoản 3; chờ thông báo nghỉ Tết 2027 (check)'),
  ('2027-02-11', 'holiday', 'Nghỉ bù Tết Đinh Mùi', 'BLLĐ 2019, Điều 111 khoản 3; chờ thông báo nghỉ Tết 2027 (check)'),
  ('2027-04-16', 'holiday', 'Giỗ Tổ Hùng Vương (10/3 âm lịch)', 'BLLĐ 2019, Điều 112'),
  ('2027-04-30', 'holiday', 'Ngày Giải phóng miền Nam, thống nhất đất nước', 'BLLĐ 2019, Điều 112'),
  ('2027-05-01', 'holiday', 'Ngày Quốc tế Lao động', 'BLLĐ 2019, Điều 112'),
  ('2027-05-03', 'holiday', 'Nghỉ bù Ngày Quốc tế Lao động', 'BLLĐ 2019, Điều 111 khoản 3'),
  ('2027-09-02', 'holiday', 'Quốc khánh', 'BLLĐ 2019, Điều 112'),
  ('2027-09-03', 'holiday', 'Quốc khánh (ngày liền kề)', 'BLLĐ 2019, Điều 112; ngày liền kề theo thông báo (check)')
) as announced (day, kind, day_name, source);
