#include "modules/bidding/repository_blocks.hpp"

namespace gavel::bidding::repository {

namespace {

const pg::statement lock_blocks_sql{"bidding.lock_blocks",
                                    "select pg_advisory_xact_lock(hashtextextended('bidding.blocks', $1))::text as locked"};

const pg::statement count_blocked_sql{"bidding.count_blocked", "select count(*) as blocked from seller_blocks where seller_id = $1"};

const pg::statement find_bidder_sql{"bidding.find_bidder", R"sql(
    select s.seller_id is not null as lot_is_own, p.bidder_id, b.id is not null as blocked
      from (select 1) one
      left join standings s on s.lot_id = $2 and s.seller_id = $1
      left join participants p on p.lot_id = s.lot_id and p.number = $3
      left join seller_blocks b on b.seller_id = $1 and b.bidder_id = p.bidder_id
)sql"};

const pg::statement block_sql{"bidding.block", R"sql(
    insert into seller_blocks (seller_id, bidder_id, lot_id, blocked_at)
    select $1, bidder_id, lot_id, clock_timestamp() from participants where lot_id = $2 and number = $3
        on conflict (seller_id, bidder_id) do nothing
)sql"};

const pg::statement find_blocked_sql{"bidding.find_blocked", R"sql(
    select b.id, a.display_name, b.lot_id, p.number, b.blocked_at
      from seller_blocks b
      join accounts a on a.id = b.bidder_id
      join participants p on p.lot_id = b.lot_id and p.bidder_id = b.bidder_id
     where b.seller_id = $1 and b.bidder_id = $2
)sql"};

const pg::statement list_blocked_sql{"bidding.list_blocked", R"sql(
    select b.id, a.display_name, b.lot_id, p.number, b.blocked_at
      from seller_blocks b
      join accounts a on a.id = b.bidder_id
      join participants p on p.lot_id = b.lot_id and p.bidder_id = b.bidder_id
     where b.seller_id = $1 and b.id < coalesce($2::bigint, 9223372036854775807)
     order by b.id desc limit $3
)sql"};

const pg::statement unblock_sql{"bidding.unblock", "delete from seller_blocks where seller_id = $1 and id = $2"};

blocked_bidder read_entry(const pg::row& r) {
    blocked_bidder entry;
    entry.id = r.get<block_id>("id");
    entry.name = r.get<std::string>("display_name");
    entry.lot = r.get<lot_id>("lot_id");
    entry.number = r.get<int>("number");
    entry.blocked_at = r.get<instant>("blocked_at");
    return entry;
}

}  // namespace

void lock_blocks(pg::transaction& tx, account_id seller) { tx.post(lock_blocks_sql, seller); }

pg::reply ask_blocked(pg::transaction& tx, account_id seller) { return tx.ask(count_blocked_sql, seller); }
std::int64_t read_blocked(const pg::reply& asked) { return asked.get().front().get<std::int64_t>("blocked"); }

awaitable<named_bidder> find_bidder(pg::transaction& tx, account_id seller, lot_id lot, std::int32_t number) {
    const auto r = co_await tx.one(find_bidder_sql, seller, lot, number);
    named_bidder found;
    found.lot_is_own = r->get<bool>("lot_is_own");
    found.bidder = r->get<std::optional<account_id>>("bidder_id");
    found.blocked = r->get<bool>("blocked");
    co_return found;
}

void block(pg::transaction& tx, account_id seller, lot_id lot, std::int32_t number) { tx.post(block_sql, seller, lot, number); }

awaitable<std::optional<blocked_bidder>> find_blocked(pg::transaction& tx, account_id seller, account_id bidder) {
    const auto r = co_await tx.one(find_blocked_sql, seller, bidder);
    if (!r) co_return std::nullopt;
    co_return read_entry(*r);
}

awaitable<std::vector<blocked_bidder>> list_blocked(pg::pool& pool, pg::deadline until, account_id seller, std::optional<block_id> before,
                                                    std::int64_t most) {
    const auto found = co_await pool.query(until, list_blocked_sql, seller, before, most);
    std::vector<blocked_bidder> all;
    all.reserve(found.size());
    for (const auto r : found) all.push_back(read_entry(r));
    co_return all;
}

awaitable<void> unblock(pg::pool& pool, pg::deadline until, account_id seller, block_id entry) {
    co_await pool.exec(until, unblock_sql, seller, entry);
}

}  // namespace gavel::bidding::repository
