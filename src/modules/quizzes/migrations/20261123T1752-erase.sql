-- What somebody wrote in their own words can be emptied when they ask for it; nothing else changes an answer.
create policy change on quizzes.event for update using ((select platform.is_system()));
