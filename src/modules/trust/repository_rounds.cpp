// Which lots a round looks at, the counts kept of them, and what is forgotten.
#include "modules/bidding/increments.hpp"
#include "modules/trust/repository.hpp"

namespace gavel::trust::repository {
namespace {

const pg::statement take_turn_sql{"trust.take_turn", R"sql(
    select closed_at, lot_id from trust_progress for update skip locked
)sql"};

// Not the latest minute: a transaction that closes lots commits within seconds of the closed_at it writes, in no order with others.
const pg::statement closed_since_sql{"trust.closed_since", R"sql(
    with ended as (
        select lot_id, next_seq as seq, closed_at from standings
         where closed_at is not null and (closed_at, lot_id) > ($1, $2) and closed_at < statement_timestamp() - interval '1 minute'
         order by closed_at, lot_id limit $3),
    counted as (
        select *, sum(least(seq, $5)) over (order by closed_at, lot_id) - least(seq, $5) as records_before from ended)
    select lot_id, seq, closed_at from counted where records_before < $4 order by closed_at, lot_id
)sql"};

// Those that end first come first. One with many records comes again later than one with few.
const pg::statement running_changed_sql{"trust.running_changed", R"sql(
    with changed as (
        select s.lot_id, s.next_seq as seq, s.ends_at
          from standings s left join trust_lots t on t.lot_id = s.lot_id
         where s.state = 'running' and s.bids > 0 and (t.lot_id is null or (t.seq < s.next_seq and t.due_at <= statement_timestamp()))
         order by s.ends_at, s.lot_id limit $1),
    counted as (
        select *, sum(least(seq, $3)) over (order by ends_at, lot_id) - least(seq, $3) as records_before from changed)
    select lot_id, seq, null::timestamptz as closed_at from counted where records_before < $2 order by ends_at, lot_id
)sql"};

std::vector<chosen_lot> read_chosen(const pg::rows& found) {
    std::vector<chosen_lot> all;
    for (const auto r : found) {
        chosen_lot lot;
        lot.lot = r.get<lot_id>("lot_id");
        lot.seq = r.get<std::int64_t>("seq");
        lot.closed_at = r.get<std::optional<instant>>("closed_at");
        all.push_back(lot);
    }
    return all;
}

// A bid's next minimum is made from the price before it, which is the price after the record before it, bid or act.
// $2 to $5: the increment tables, a row each: name, from, below, step.
const pg::statement count_bidding_sql{"trust.count_bidding", R"sql(
    with chosen as (
        select s.lot_id, s.seller_id, l.category_id, s.state, s.leader_id, s.start_amount, s.step_amount, s.increments, s.reserve_amount,
               s.starts_at, extract(epoch from s.original_ends_at - s.starts_at) as planned_s, s.next_seq - $6::bigint as from_seq
          from standings s join lots l on l.id = s.lot_id
         where s.lot_id = any ($1)),
    records as (
        select b.lot_id, b.seq, b.bidder_id, b.max_amount, b.outcome, b.placed_at as at, b.price_after
          from chosen c join bids b on b.lot_id = c.lot_id and b.seq >= c.from_seq
        union all
        select a.lot_id, a.seq, null, null, null, a.at, a.price_after
          from chosen c join acts a on a.lot_id = c.lot_id and a.seq >= c.from_seq),
    ordered as (
        select r.*, lag(price_after) over before as price_before, lag(bidder_id) over before as bidder_before, lag(at) over before as before_at
          from records r window before as (partition by lot_id order by seq)),
    judged as (
        select o.lot_id, o.bidder_id, o.at, o.outcome = 'raised' as raise,
               o.outcome <> 'raised' and o.max_amount = case when o.price_before is null then c.start_amount
                                                             else o.price_before + coalesce(c.step_amount, i.step) end as smallest,
               o.outcome <> 'raised' and o.bidder_before <> o.bidder_id and o.at - o.before_at <= interval '1 minute' as quick,
               coalesce(o.price_before < c.reserve_amount, c.reserve_amount is not null) as unmet
          from ordered o
          join chosen c on c.lot_id = o.lot_id
          left join unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) as i (name, "from", below, step)
            on i.name = c.increments and o.price_before >= i."from" and o.price_before < i.below
         where o.bidder_id is not null),
    counted as (
        select lot_id, bidder_id, count(*) as bids, count(*) filter (where raise) as raises, count(*) filter (where smallest) as smallest,
               count(*) filter (where quick) as quick, count(*) filter (where not raise and unmet) as unmet_bids,
               count(*) filter (where smallest and unmet) as unmet_smallest, count(*) filter (where not raise and not unmet) as met_bids,
               min(at) as first_bid_at, max(at) as last_bid_at
          from judged group by lot_id, bidder_id),
    retracted as (
        select a.lot_id, a.account_id, count(*) as times
          from chosen c join acts a on a.lot_id = c.lot_id and a.kind = 'retracted' group by a.lot_id, a.account_id)
    insert into trust_bidding (lot_id, bidder_id, seller_id, category_id, ended, won, lot_bids, bids, raises, retractions, smallest, quick,
                               unmet_bids, unmet_smallest, met_bids, first_permille, last_permille, last_bid_at)
    select n.lot_id, n.bidder_id, c.seller_id, c.category_id, c.state in ('ended_sold', 'ended_unsold'),
           c.state = 'ended_sold' and c.leader_id = n.bidder_id, sum(n.bids) over (partition by n.lot_id), n.bids, n.raises,
           coalesce(r.times, 0), n.smallest, n.quick, n.unmet_bids, n.unmet_smallest, n.met_bids,
           least(greatest(extract(epoch from n.first_bid_at - c.starts_at) * 1000 / c.planned_s, 0), 1000),
           least(greatest(extract(epoch from n.last_bid_at - c.starts_at) * 1000 / c.planned_s, 0), 1000), n.last_bid_at
      from counted n
      join chosen c on c.lot_id = n.lot_id
      left join retracted r on r.lot_id = n.lot_id and r.account_id = n.bidder_id
        on conflict (lot_id, bidder_id) do update
       set ended = excluded.ended, won = excluded.won, lot_bids = excluded.lot_bids, bids = excluded.bids, raises = excluded.raises,
           retractions = excluded.retractions, smallest = excluded.smallest, quick = excluded.quick, unmet_bids = excluded.unmet_bids,
           unmet_smallest = excluded.unmet_smallest, met_bids = excluded.met_bids, first_permille = excluded.first_permille,
           last_permille = excluded.last_permille, last_bid_at = excluded.last_bid_at
)sql"};

const pg::statement note_running_sql{"trust.note_running", R"sql(
    insert into trust_lots (lot_id, seq, due_at)
    select lot_id, seq, clock_timestamp() + greatest(interval '20 seconds', seq * interval '2 milliseconds')
      from unnest($1::bigint[], $2::bigint[]) as seen (lot_id, seq)
        on conflict (lot_id) do update set seq = excluded.seq, due_at = excluded.due_at
)sql"};

const pg::statement forget_running_sql{"trust.forget_running", R"sql(
    delete from trust_lots where lot_id = any ($1)
)sql"};

const pg::statement advance_sql{"trust.advance", R"sql(
    update trust_progress set closed_at = $1, lot_id = $2
)sql"};

const pg::statement purge_bidding_sql{"trust.purge_bidding", R"sql(
    delete from trust_bidding where (lot_id, bidder_id) in (
        select lot_id, bidder_id from trust_bidding where last_bid_at < clock_timestamp() - make_interval(days => $1::int)
         order by last_bid_at limit 2000)
)sql"};

const pg::statement purge_signals_sql{"trust.purge_signals", R"sql(
    delete from trust_signals where id in (
        select id from trust_signals where last_seen_at < clock_timestamp() - make_interval(days => $1::int)
         order by last_seen_at limit 200)
)sql"};

}  // namespace

awaitable<std::optional<progress>> take_turn(pg::transaction& tx) {
    const auto r = co_await tx.one(take_turn_sql);
    if (!r) co_return std::nullopt;
    progress p;
    p.closed_at = r->get<instant>("closed_at");
    p.lot = r->get<std::int64_t>("lot_id");
    co_return p;
}

awaitable<std::vector<chosen_lot>> closed_since(pg::transaction& tx, const progress& from, std::int64_t lots_max, std::int64_t bids_max) {
    const auto found = co_await tx.query(closed_since_sql, from.closed_at, from.lot, lots_max, bids_max, bids_per_lot_max);
    co_return read_chosen(found);
}

awaitable<std::vector<chosen_lot>> running_changed(pg::transaction& tx, std::int64_t lots_max, std::int64_t bids_max) {
    const auto found = co_await tx.query(running_changed_sql, lots_max, bids_max, bids_per_lot_max);
    co_return read_chosen(found);
}

void count_bidding(pg::transaction& tx, const std::vector<lot_id>& lots) {
    std::vector<std::string> names;
    std::vector<std::int64_t> from, below, steps;
    for (const auto& table : bidding::increment_tables())
        for (std::size_t i = 0; i < table.rows().size(); ++i) {
            names.emplace_back(table.name());
            from.push_back(table.rows()[i].from);
            below.push_back(i + 1 < table.rows().size() ? table.rows()[i + 1].from : std::numeric_limits<std::int64_t>::max());
            steps.push_back(table.rows()[i].step);
        }
    tx.post(count_bidding_sql, lots, names, from, below, steps, bids_per_lot_max);
}

void note_running(pg::transaction& tx, const std::vector<chosen_lot>& lots) {
    std::vector<std::int64_t> ids, seqs;
    for (const auto& each : lots) {
        ids.push_back(each.lot.value);
        seqs.push_back(each.seq);
    }
    tx.post(note_running_sql, ids, seqs);
}

void note_closed(pg::transaction& tx, const std::vector<chosen_lot>& lots) {
    if (lots.empty()) return;
    std::vector<lot_id> ids;
    for (const auto& each : lots) ids.push_back(each.lot);
    tx.post(forget_running_sql, ids);
    tx.post(advance_sql, *lots.back().closed_at, lots.back().lot);
}

void purge(pg::transaction& tx, std::int64_t window_days, std::int64_t keep_days) {
    tx.post(purge_bidding_sql, window_days);
    tx.post(purge_signals_sql, keep_days);
}

}  // namespace gavel::trust::repository
