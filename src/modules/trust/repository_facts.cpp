// Facts about some lots and the people on them, each by one statement over sets.
#include "modules/trust/repository.hpp"

namespace gavel::trust::repository {
namespace {

const pg::statement bidders_sql{"trust.bidders", R"sql(
    select t.bidder_id, sum(t.bids)::bigint as bids, count(*) as lots, count(distinct t.seller_id) as sellers,
           count(distinct t.category_id) as categories, sum(t.retractions)::bigint as retractions,
           coalesce(sum(t.bids) filter (where t.ended), 0)::bigint as ended_bids, count(*) filter (where t.ended) as ended_lots,
           count(*) filter (where t.won) as won
      from (select distinct bidder_id from trust_bidding where lot_id = any ($1)) here
      join trust_bidding t on t.bidder_id = here.bidder_id and t.last_bid_at > clock_timestamp() - make_interval(days => $2::int)
     group by t.bidder_id
    having sum(t.bids) >= 10
)sql"};

const pg::statement pairs_sql{"trust.pairs", R"sql(
    with here as (
        select distinct bidder_id, seller_id from trust_bidding where lot_id = any ($1)),
    recent as (
        select t.*, t.ended and not t.won as lost
          from (select distinct bidder_id from here) h
          join trust_bidding t on t.bidder_id = h.bidder_id and t.last_bid_at > clock_timestamp() - make_interval(days => $2::int)),
    totals as (
        select bidder_id, sum(bids)::bigint as all_bids from recent group by bidder_id),
    sellers as (
        select s.seller_id, count(*) as lots
          from (select distinct seller_id from here) h
          join standings s on s.seller_id = h.seller_id and s.state in ('ended_sold', 'ended_unsold') and s.bids > 0
                          and s.closed_at > clock_timestamp() - make_interval(days => $2::int)
         group by s.seller_id)
    select h.bidder_id, h.seller_id, sum(r.bids)::bigint as bids, t.all_bids, coalesce(s.lots, 0) as seller_lots,
           count(*) filter (where r.lost) as lost, count(*) filter (where r.won) as won,
           coalesce(avg(r.bids * 1000 / r.lot_bids) filter (where r.lost), 0)::bigint as bid_share_permille,
           coalesce(sum(r.quick) filter (where r.lost) * 1000 / nullif(sum(r.bids - r.raises) filter (where r.lost), 0), 0) as quick_permille,
           coalesce(sum(r.smallest) filter (where r.lost) * 1000 / nullif(sum(r.bids - r.raises) filter (where r.lost), 0), 0)
               as smallest_permille,
           coalesce(avg(r.first_permille) filter (where r.lost), 1000)::bigint as first_bid_permille,
           coalesce(count(*) filter (where r.lost and r.last_permille < 900) * 1000 / nullif(count(*) filter (where r.lost), 0), 0)
               as stopped_early_permille
      from here h
      join recent r on r.bidder_id = h.bidder_id and r.seller_id = h.seller_id
      join totals t on t.bidder_id = h.bidder_id
      left join sellers s on s.seller_id = h.seller_id
     group by h.bidder_id, h.seller_id, t.all_bids, s.lots
    having t.all_bids >= 10 or count(*) filter (where r.lost) >= 3
)sql"};

const pg::statement reserves_sql{"trust.reserves", R"sql(
    select t.lot_id, t.bidder_id, t.seller_id, s.price >= s.reserve_amount as met, coalesce(s.leader_id = t.bidder_id, false) as leads,
           t.unmet_bids, t.unmet_smallest, t.met_bids
      from standings s join trust_bidding t on t.lot_id = s.lot_id
     where s.lot_id = any ($1) and s.price >= s.reserve_amount and t.unmet_bids > 0 and t.met_bids = 0
)sql"};

// Crowded networks are left out before anybody is paired: pairs grow with the square. $3: accounts that make a crowd.
const pg::statement shared_sql{"trust.shared", R"sql(
    with people as (
        select lot_id, bidder_id as account_id, false as seller from participants where lot_id = any ($1)
        union all
        select lot_id, seller_id, true from standings where lot_id = any ($1)),
    seen as (
        select p.lot_id, p.account_id, p.seller, m.network, m.device
          from people p
          join account_marks m on m.account_id = p.account_id and m.last_seen_at > clock_timestamp() - make_interval(days => $2::int)),
    quiet as (
        select n.network, c.accounts
          from (select network from seen group by network having count(distinct account_id) > 1) n
          cross join lateral (
               select count(distinct account_id) as accounts
                 from (select account_id from account_marks
                        where network = n.network and last_seen_at > clock_timestamp() - make_interval(days => $2::int) limit 1000) newest) c
         where c.accounts <= $3)
    select a.lot_id, a.account_id as subject, b.account_id as other, b.seller as other_is_seller,
           count(distinct q.network) as networks, count(distinct a.device) filter (where a.device = b.device) as devices,
           min(q.accounts) as accounts
      from quiet q
      join seen a on a.network = q.network and not a.seller
      join seen b on b.network = q.network and b.lot_id = a.lot_id and (b.seller or b.account_id > a.account_id)
                 and b.account_id <> a.account_id
     group by a.lot_id, a.account_id, b.account_id, b.seller
)sql"};

// Deals are counted up to three. A rival is known who is older than a newcomer may be.
const pg::statement newcomers_sql{"trust.newcomers", R"sql(
    select s.lot_id, s.leader_id, s.seller_id, greatest(extract(day from b.placed_at - a.created_at), 0)::bigint as age_days,
           (select count(*) from (
               select from participants p join standings w on w.lot_id = p.lot_id and w.leader_id = p.bidder_id and w.state = 'ended_sold'
                where p.bidder_id = s.leader_id and p.lot_id <> s.lot_id
               union all
               select from standings w where w.seller_id = s.leader_id and w.state = 'ended_sold'
               limit 3) deals) as deals,
           extract(epoch from s.ends_at - b.placed_at)::bigint as seconds_before_end, r.rivals, r.known_rivals
      from standings s
      join bids b on b.lot_id = s.lot_id and b.seq = s.leader_seq and b.outcome = 'leading' and b.placed_at >= s.ends_at - interval '5 minutes'
      join accounts a on a.id = s.leader_id and a.created_at > b.placed_at - interval '31 days'
      cross join lateral (
           select count(*) as rivals, count(*) filter (where o.created_at < b.placed_at - interval '31 days') as known_rivals
             from (select bidder_id from participants where lot_id = s.lot_id and bidder_id <> s.leader_id limit 100) p
             join accounts o on o.id = p.bidder_id) r
     where s.lot_id = any ($1)
       and (s.state in ('ended_sold', 'ended_unsold') or s.ends_at - clock_timestamp() <= interval '5 minutes')
)sql"};

// What a bid that took the lead shows is the maximum it beat: the highest one of others up to it that had not been withdrawn by then.
const pg::statement exposures_sql{"trust.exposures", R"sql(
    with shown as (
        select b.lot_id, b.bidder_id, v.act_seq,
               (select max(r.max_amount) from bids r
                 where r.lot_id = b.lot_id and r.seq < b.seq and r.bidder_id <> b.bidder_id
                   and not exists (select from bid_voids o where o.lot_id = r.lot_id and o.bid_seq = r.seq and o.act_seq < b.seq)) as maximum
          from bid_voids v
          join acts a on a.lot_id = v.lot_id and a.seq = v.act_seq and a.kind = 'retracted'
          join bids b on b.lot_id = v.lot_id and b.seq = v.bid_seq and b.outcome = 'leading'
         where v.lot_id = any ($1)),
    followed as (
        select w.lot_id, w.bidder_id, w.act_seq,
               (select max(r.max_amount) from bids r
                 where r.lot_id = w.lot_id and r.seq > w.act_seq and r.bidder_id = w.bidder_id and r.max_amount <= w.maximum)
                   * 1000 / w.maximum as closeness
          from shown w where w.maximum is not null)
    select f.lot_id, f.bidder_id, s.seller_id, count(distinct f.act_seq) as times, max(f.closeness) as closeness_permille
      from followed f join standings s on s.lot_id = f.lot_id
     where f.closeness is not null
     group by f.lot_id, f.bidder_id, s.seller_id
)sql"};

const pg::statement cancellations_sql{"trust.cancellations", R"sql(
    select s.lot_id, s.seller_id, s.bids, s.bidders, o.cancelled_lots, o.lots
      from standings s
      join acts a on a.lot_id = s.lot_id and a.kind = 'cancelled' and a.actor = 'seller'
      cross join lateral (
           select count(*) as lots,
                  count(*) filter (where w.state = 'cancelled' and exists (select from bids b where b.lot_id = w.lot_id)
                                     and exists (select from acts x where x.lot_id = w.lot_id and x.kind = 'cancelled' and x.actor = 'seller'))
                      as cancelled_lots
             from standings w
            where w.seller_id = s.seller_id and w.closed_at > clock_timestamp() - make_interval(days => $2::int)) o
     where s.lot_id = any ($1) and s.state = 'cancelled'
)sql"};

}  // namespace

awaitable<std::vector<bidder_facts>> bidders(pg::transaction& tx, const std::vector<lot_id>& lots, std::int64_t window_days) {
    const auto found = co_await tx.query(bidders_sql, lots, window_days);
    std::vector<bidder_facts> all;
    for (const auto r : found) {
        bidder_facts f;
        f.bidder = r.get<account_id>("bidder_id");
        f.bids = r.get<std::int64_t>("bids");
        f.lots = r.get<std::int64_t>("lots");
        f.sellers = r.get<std::int64_t>("sellers");
        f.categories = r.get<std::int64_t>("categories");
        f.retractions = r.get<std::int64_t>("retractions");
        f.ended_bids = r.get<std::int64_t>("ended_bids");
        f.ended_lots = r.get<std::int64_t>("ended_lots");
        f.won = r.get<std::int64_t>("won");
        all.push_back(f);
    }
    co_return all;
}

awaitable<std::vector<pair_facts>> pairs(pg::transaction& tx, const std::vector<lot_id>& lots, std::int64_t window_days) {
    const auto found = co_await tx.query(pairs_sql, lots, window_days);
    std::vector<pair_facts> all;
    for (const auto r : found) {
        pair_facts f;
        f.bidder = r.get<account_id>("bidder_id");
        f.seller = r.get<account_id>("seller_id");
        f.bids = r.get<std::int64_t>("bids");
        f.all_bids = r.get<std::int64_t>("all_bids");
        f.seller_lots = r.get<std::int64_t>("seller_lots");
        f.lost = r.get<std::int64_t>("lost");
        f.won = r.get<std::int64_t>("won");
        f.bid_share_permille = r.get<std::int64_t>("bid_share_permille");
        f.quick_permille = r.get<std::int64_t>("quick_permille");
        f.smallest_permille = r.get<std::int64_t>("smallest_permille");
        f.first_bid_permille = r.get<std::int64_t>("first_bid_permille");
        f.stopped_early_permille = r.get<std::int64_t>("stopped_early_permille");
        all.push_back(f);
    }
    co_return all;
}

awaitable<std::vector<reserve_facts>> reserves(pg::transaction& tx, const std::vector<lot_id>& lots) {
    const auto found = co_await tx.query(reserves_sql, lots);
    std::vector<reserve_facts> all;
    for (const auto r : found) {
        reserve_facts f;
        f.lot = r.get<lot_id>("lot_id");
        f.bidder = r.get<account_id>("bidder_id");
        f.seller = r.get<account_id>("seller_id");
        f.met = r.get<bool>("met");
        f.leads = r.get<bool>("leads");
        f.unmet_bids = r.get<std::int64_t>("unmet_bids");
        f.unmet_smallest = r.get<std::int64_t>("unmet_smallest");
        f.met_bids = r.get<std::int64_t>("met_bids");
        all.push_back(f);
    }
    co_return all;
}

awaitable<std::vector<shared_facts>> shared(pg::transaction& tx, const std::vector<lot_id>& lots, std::int64_t window_days,
                                            std::int64_t accounts_max) {
    const auto found = co_await tx.query(shared_sql, lots, window_days, accounts_max);
    std::vector<shared_facts> all;
    for (const auto r : found) {
        shared_facts f;
        f.lot = r.get<lot_id>("lot_id");
        f.subject = r.get<account_id>("subject");
        f.other = r.get<account_id>("other");
        f.other_is_seller = r.get<bool>("other_is_seller");
        f.networks = r.get<std::int64_t>("networks");
        f.devices = r.get<std::int64_t>("devices");
        f.accounts = r.get<std::int64_t>("accounts");
        all.push_back(f);
    }
    co_return all;
}

awaitable<std::vector<newcomer_facts>> newcomers(pg::transaction& tx, const std::vector<lot_id>& lots) {
    const auto found = co_await tx.query(newcomers_sql, lots);
    std::vector<newcomer_facts> all;
    for (const auto r : found) {
        newcomer_facts f;
        f.lot = r.get<lot_id>("lot_id");
        f.leader = r.get<account_id>("leader_id");
        f.seller = r.get<account_id>("seller_id");
        f.age_days = r.get<std::int64_t>("age_days");
        f.deals = r.get<std::int64_t>("deals");
        f.seconds_before_end = r.get<std::int64_t>("seconds_before_end");
        f.rivals = r.get<std::int64_t>("rivals");
        f.known_rivals = r.get<std::int64_t>("known_rivals");
        all.push_back(f);
    }
    co_return all;
}

awaitable<std::vector<exposure_facts>> exposures(pg::transaction& tx, const std::vector<lot_id>& lots) {
    const auto found = co_await tx.query(exposures_sql, lots);
    std::vector<exposure_facts> all;
    for (const auto r : found) {
        exposure_facts f;
        f.lot = r.get<lot_id>("lot_id");
        f.bidder = r.get<account_id>("bidder_id");
        f.seller = r.get<account_id>("seller_id");
        f.times = r.get<std::int64_t>("times");
        f.closeness_permille = r.get<std::int64_t>("closeness_permille");
        all.push_back(f);
    }
    co_return all;
}

awaitable<std::vector<cancellation_facts>> cancellations(pg::transaction& tx, const std::vector<lot_id>& lots, std::int64_t window_days) {
    const auto found = co_await tx.query(cancellations_sql, lots, window_days);
    std::vector<cancellation_facts> all;
    for (const auto r : found) {
        cancellation_facts f;
        f.lot = r.get<lot_id>("lot_id");
        f.seller = r.get<account_id>("seller_id");
        f.bids = r.get<std::int64_t>("bids");
        f.bidders = r.get<std::int64_t>("bidders");
        f.cancelled_lots = r.get<std::int64_t>("cancelled_lots");
        f.lots = r.get<std::int64_t>("lots");
        all.push_back(f);
    }
    co_return all;
}

}  // namespace gavel::trust::repository
