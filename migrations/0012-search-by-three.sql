-- Three letters or initials are the most that people type of a name, and where in the order of names their hits lie
-- depends on what they are: names that begin with 정 come after all in which ㅈㅎ stands further back. So their hits have
-- an index in that order too. Numbers have none: their hits lie anywhere, and there are ten times as many of them.
create index search_term_three on private.search_term (left(term, 3), name, user_id) include (term, site_id)
  where term >= 'A';
