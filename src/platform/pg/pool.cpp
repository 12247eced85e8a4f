#include "platform/pg/pool.hpp"

#include "platform/pg/lease.hpp"
#include "platform/pg/pool_state.hpp"

namespace gavel::pg {

pool::pool(boost::asio::io_context& io, pool_options options) : state_(std::make_shared<pool_state>(io, std::move(options))) {}

pool::~pool() { close(); }

void pool::close() { state_->close(); }

pool_statistics pool::statistics() const { return state_->statistics(); }

awaitable<transaction> pool::begin(deadline until) {
    auto taken = co_await take_lease(state_, until);
    co_return transaction(std::move(taken));
}

awaitable<rows> pool::run(deadline until, const statement& s, parameters p) {
    const auto taken = co_await take_lease(state_, until);
    taken->link().send(s, p);
    co_return co_await taken->finish(s);
}

awaitable<std::optional<row>> pool::run_one(deadline until, const statement& s, parameters p) {
    const auto found = co_await run(until, s, std::move(p));
    co_return at_most_one(found, s);
}

awaitable<std::int64_t> pool::run_exec(deadline until, const statement& s, parameters p) {
    const auto done = co_await run(until, s, std::move(p));
    co_return done.affected();
}

}  // namespace gavel::pg
