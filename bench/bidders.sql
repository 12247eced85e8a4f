-- A seller and :bidders bidders with a session each; prints the session cookies, the seller's first.
create temporary table made as
with people as (
    insert into accounts (email, password_hash, display_name, language)
    select 'person' || i || '@bench.test', 'nobody signs in', 'Person ' || i, 'uk' from generate_series(0, :bidders) i
    returning id
)
select id, lpad(id::text, 43, '0') as token from people;

insert into sessions (account_id, token_hash, device, expires_at)
select id, sha256(token::bytea), 'bench', clock_timestamp() + interval '1 day' from made;

select token from made order by id;
