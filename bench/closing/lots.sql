-- :lots running lots that all end :ahead seconds from now: 500 sellers, 2,500 bidders, up to four of them on a lot; every eighth lot has a
-- reserve that nobody reaches. What the rules would have stored, but for the hashes: closing goes on from whatever head the chain has.
begin;

insert into accounts (email, password_hash, display_name, language)
select 'person' || n || '@example.test', 'none', 'Person ' || n, (array['uk', 'en', 'ru'])[n % 3 + 1] from generate_series(1, 3000) as n;

insert into lots (seller_id, state, title, description, category_id, condition, location, shipping, start_amount, reserve_amount,
                  starts_at, ends_at, published_at)
select n % 500 + 1, 'published', 'Silver hryvnia no. ' || n, 'A fine piece.', 'coins-ukraine', 'good', 'Kyiv',
       '[{"method": "nova_poshta", "cost": null}]', 10000, case when n % 8 = 7 then 100000 end,
       now() - interval '1 day', now() + interval ':ahead seconds', now() - interval '1 day'
  from generate_series(1, :lots) as n;

-- The k-th bidder of a lot offers k hundred hryvnias and takes over one step above the one before.
create temporary table offers as
select l.id as lot_id, k + 1 as seq, k as number, 501 + (l.id * 7 + k * 311) % 2500 as bidder_id, k * 10000 as max_amount,
       case k when 1 then 10000 else (k - 1) * 10000 + 500 end as price,
       case k when 1 then 0 when 2 then 1 else 2 * k - 4 end as steps_before, case when k <= 2 then 1 else 2 end as steps
  from lots l, generate_series(1, 4) as k
 where k <= l.id % 5;

insert into standings (lot_id, seller_id, state, currency, start_amount, reserve_amount, reserve_salt, increments, starts_at, ends_at,
                       original_ends_at, hard_ends_at, soft_mode, soft_window_s, soft_extend_s, price, leader_id, leader_max, leader_seq,
                       leader_number, bids, bidders, steps, next_seq, version, audit_head)
select l.id, l.seller_id, 'running', l.currency, l.start_amount, l.reserve_amount,
       case when l.reserve_amount is not null then substring(sha256(l.id::text::bytea) for 16) end, 'uah',
       l.starts_at, l.ends_at, l.ends_at, l.ends_at + interval '2 hours', 'reset', 300, 300, o.price, o.bidder_id, o.max_amount, o.seq,
       o.number, coalesce(o.number, 0), coalesce(o.number, 0), coalesce(o.steps_before + o.steps, 0), coalesce(o.seq, 1) + 1,
       coalesce(o.seq, 1), sha256(l.title::bytea)
  from lots l left join offers o on o.lot_id = l.id and o.number = l.id % 5;

insert into acts (lot_id, seq, kind, actor, account_id, at, content, bids_after, bidders_after, ends_at_after, state_after, version_after,
                  steps_before, step_bidders, step_amounts, step_reasons, hash)
select lot_id, 1, 'opened', 'seller', seller_id, starts_at, '{}', 0, 0, ends_at, 'running', 1, 0, '{}', '{}', '{}', sha256(lot_id::text::bytea)
  from standings;

insert into participants (lot_id, bidder_id, number, max_amount, max_seq, last_bid_at)
select lot_id, bidder_id, number, max_amount, seq, now() - interval '1 hour' from offers;

insert into bids (lot_id, seq, bidder_id, max_amount, salt, placed_at, idempotency_key, outcome, price_after, leader_after, bids_after,
                  bidders_after, ends_at_after, version_after, steps_before, step_bidders, step_amounts, step_reasons, hash)
select o.lot_id, o.seq, o.bidder_id, o.max_amount, substring(sha256(o.seq::text::bytea) for 16), now() - interval '1 hour',
       gen_random_uuid(), 'leading', o.price, o.number, o.number, o.number, s.ends_at, o.seq, o.steps_before,
       case when o.number <= 2 then array[o.number] else array[o.number - 1, o.number] end,
       case when o.number <= 2 then array[o.price] else array[o.price - 500, o.price] end,
       case o.number when 1 then array['opening'] when 2 then array['takeover'] else array['exhausted', 'takeover'] end,
       sha256(o.seq::text::bytea)
  from offers o join standings s on s.lot_id = o.lot_id;

commit;
analyze
