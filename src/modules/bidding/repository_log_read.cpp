// Reading a log.
#include "modules/bidding/content_json.hpp"
#include "modules/bidding/repository_log.hpp"
#include "modules/bidding/step_columns.hpp"

#include <optional>

namespace gavel::bidding::repository {

namespace {

const pg::statement read_log_sql{"bidding.read_log", R"sql(
    select b.seq, b.placed_at as at, null as kind, null as actor, b.bidder_id as account_id, null::jsonb as content, p.number, b.max_amount,
           b.salt, b.outcome, b.price_after, b.leader_after, b.bids_after, b.bidders_after, b.ends_at_after, 'running' as state_after,
           b.version_after, b.step_bidders, b.step_amounts, b.step_reasons, b.hash
      from bids b join participants p on p.bidder_id = b.bidder_id and p.lot_id = b.lot_id
     where b.lot_id = $1 and b.seq >= $2
     union all
    select a.seq, a.at, a.kind, a.actor, a.account_id, a.content, null, null, null, null, a.price_after, a.leader_after, a.bids_after,
           a.bidders_after, a.ends_at_after, a.state_after, a.version_after, a.step_bidders, a.step_amounts, a.step_reasons, a.hash
      from acts a
     where a.lot_id = $1 and a.seq >= $2
     order by seq limit $3
)sql"};

aftermath read_aftermath(const pg::row& r) {
    aftermath after;
    after.price = r.get<std::optional<std::int64_t>>("price_after");
    after.leader = r.get<std::optional<int>>("leader_after");
    after.bids = r.get<int>("bids_after");
    after.bidders = r.get<int>("bidders_after");
    after.ends_at = r.get<instant>("ends_at_after");
    after.state = named<lot_state>(lots::lot_state_names, r.text("state_after")).value();
    after.version = r.get<std::int64_t>("version_after");
    return after;
}

bid_record read_bid(const pg::row& r) {
    bid_record bid;
    bid.seq = r.get<std::int64_t>("seq");
    bid.at = r.get<instant>("at");
    bid.bidder = r.get<account_id>("account_id");
    bid.number = r.get<int>("number");
    bid.max = r.get<std::int64_t>("max_amount");
    bid.salt = r.get<salt>("salt");
    bid.outcome = named<bid_outcome>(bid_outcome_names, r.text("outcome")).value();
    bid.after = read_aftermath(r);
    bid.steps = read_steps(r);
    bid.hash = r.get<digest>("hash");
    return bid;
}

act read_act(const pg::row& r) {
    act done;
    done.seq = r.get<std::int64_t>("seq");
    done.at = r.get<instant>("at");
    done.kind = named<act_kind>(act_kind_names, r.text("kind")).value();
    done.actor = named<actor>(actor_names, r.text("actor")).value();
    done.account = r.get<std::optional<account_id>>("account_id");
    // Content that nobody wrote does not match its hash: the verifier says so (audit.hpp).
    done.content = read_act_content(r.get<boost::json::value>("content")).value_or(act_content{});
    done.after = read_aftermath(r);
    done.steps = read_steps(r);
    done.hash = r.get<digest>("hash");
    return done;
}

}  // namespace

boost::asio::awaitable<std::vector<record>> read_log(pg::transaction& tx, lot_id lot, std::int64_t from, std::int64_t most) {
    const auto found = co_await tx.query(read_log_sql, lot, from, most);
    std::vector<record> log;
    log.reserve(found.size());
    for (const auto r : found) {
        if (r.is_null("kind")) log.emplace_back(read_bid(r));
        else log.emplace_back(read_act(r));
    }
    co_return log;
}

}  // namespace gavel::bidding::repository
