-- The peer of `./dev bench bids`: one bid, decided and stored inside PostgreSQL. The same tables, constraints, rules and writes as the server's
-- way of an English lot without reserve; every bid is accepted, because the maximum is counted from the price it finds under the lock.
create function bench_step(lot standings, at bigint) returns bigint language sql immutable as $$
    select coalesce(lot.step_amount, 100 * case
        when at < 2000 then 1 when at < 10000 then 2 when at < 50000 then 5 when at < 100000 then 10 when at < 250000 then 20
        when at < 500000 then 50 when at < 1000000 then 100 when at < 2500000 then 200 when at < 5000000 then 500
        when at < 10000000 then 1000 when at < 25000000 then 2000 when at < 100000000 then 5000 else 10000 end)
$$;

create function bench_bid(in_lot bigint, by_bidder bigint, steps_above integer, with_key uuid) returns jsonb language plpgsql as $$
declare
    s standings;
    now timestamptz;
    number integer;
    most bigint;            -- of the bidder
    displaced bigint;
    outcome text := 'leading';
    salt bytea := uuid_send(gen_random_uuid());
    before integer;
    seq bigint;
    -- The steps this bid shows.
    bidders integer[] := '{}';
    amounts bigint[] := '{}';
    reasons text[] := '{}';
begin
    select * into s from standings where lot_id = in_lot for update;
    now := clock_timestamp();
    if exists (select from bids where bidder_id = by_bidder and idempotency_key = with_key) then return null; end if;
    if s.state <> 'running' or now < s.starts_at or now >= s.ends_at or by_bidder = s.seller_id then return null; end if;
    if exists (select from seller_blocks where seller_id = s.seller_id and bidder_id = by_bidder)
        or exists (select from acts where lot_id = in_lot and actor = 'moderator' and account_id = by_bidder) then return null; end if;
    select p.number into number from participants p where p.bidder_id = by_bidder and p.lot_id = in_lot;
    if number is null then
        s.bidders := s.bidders + 1;
        number := s.bidders;
    end if;

    most := coalesce(s.price + bench_step(s, s.price), s.start_amount);
    if s.leader_id = by_bidder then most := greatest(most, s.leader_max + 100); end if;
    most := most + steps_above * bench_step(s, most);
    seq := s.next_seq;
    before := s.steps;
    if s.leader_id is null then
        bidders := array[number]; amounts := array[s.start_amount]; reasons := array['opening'];
        s.price := s.start_amount;
    elsif s.leader_id = by_bidder then
        outcome := 'raised';
    elsif most > s.leader_max then
        displaced := s.leader_id;
        if s.leader_max > s.price then
            bidders := bidders || s.leader_number; amounts := amounts || s.leader_max; reasons := reasons || 'exhausted'::text;
        end if;
        s.price := least(most, s.leader_max + bench_step(s, s.leader_max));
        bidders := bidders || number; amounts := amounts || s.price; reasons := reasons || 'takeover'::text;
    else
        outcome := 'outbid';
        bidders := bidders || number; amounts := amounts || most; reasons := reasons || (case when most = s.leader_max then 'tie' else 'challenge' end);
        s.price := most;
        if least(s.leader_max, most + bench_step(s, most)) > most then
            s.price := least(s.leader_max, most + bench_step(s, most));
            bidders := bidders || s.leader_number; amounts := amounts || s.price; reasons := reasons || 'counter'::text;
        end if;
    end if;
    if outcome <> 'outbid' then
        s.leader_id := by_bidder; s.leader_max := most; s.leader_seq := seq; s.leader_number := number;
    end if;
    if outcome <> 'raised' then
        s.bids := s.bids + 1;
        s.version := s.version + 1;
        if s.ends_at - now <= make_interval(secs => s.soft_window_s) then
            s.ends_at := greatest(s.ends_at, least(now + make_interval(secs => s.soft_extend_s), s.hard_ends_at));
        end if;
    end if;
    s.steps := s.steps + cardinality(bidders);
    s.next_seq := seq + 1;
    s.audit_head := sha256(s.audit_head || convert_to(format(
        E'gavel-audit-1\nlot %s\nseq %s\nat %s\nkind bid\nbidder %s\nmax %s\noutcome %s\nprice %s %s\nleader %s\nbids %s\nends %s\nstate running',
        in_lot, seq, now, number, encode(sha256(convert_to(format(E'gavel-commitment-1\n%s\n%s %s', encode(salt, 'hex'), most, s.currency), 'UTF8')), 'hex'),
        outcome, s.price, s.currency, s.leader_number, s.bids, s.ends_at), 'UTF8'));

    insert into participants (lot_id, bidder_id, number, max_amount, max_seq, last_bid_at)
    values (in_lot, by_bidder, number, most, seq, now)
        on conflict (bidder_id, lot_id) do update
        set max_amount = excluded.max_amount, max_seq = excluded.max_seq, last_bid_at = excluded.last_bid_at;
    insert into bids (lot_id, seq, bidder_id, max_amount, salt, placed_at, idempotency_key, outcome, price_after, leader_after, bids_after,
                      bidders_after, ends_at_after, version_after, steps_before, step_bidders, step_amounts, step_reasons, hash)
    values (in_lot, seq, by_bidder, most, salt, now, with_key, outcome, s.price, s.leader_number, s.bids,
            s.bidders, s.ends_at, s.version, before, bidders, amounts, reasons, s.audit_head);
    update standings
       set state = s.state, ends_at = s.ends_at, price = s.price, leader_id = s.leader_id, leader_max = s.leader_max,
           leader_seq = s.leader_seq, leader_number = s.leader_number, bids = s.bids, bidders = s.bidders, steps = s.steps,
           next_seq = s.next_seq, version = s.version, audit_head = s.audit_head
     where lot_id = in_lot;
    if displaced is not null then
        insert into jobs (kind, payload) values ('notifications.events', jsonb_build_object('events', jsonb_build_array(jsonb_build_object(
            'event', 'outbid', 'account', displaced::text, 'lot', in_lot::text, 'seq', seq, 'price', s.price, 'currency', s.currency))));
    end if;
    return jsonb_build_object('seq', seq, 'outcome', outcome, 'price', s.price, 'placed_at', now);
end $$;
