-- The attempts of some days, whatever came of them: the statistics count them from the index alone.
create index contact_attempt_created on support.contact_attempt (created_at) include (user_id, result, created_by);
