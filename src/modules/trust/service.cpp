#include "modules/trust/service.hpp"

#include "modules/trust/errors.hpp"
#include "modules/trust/repository.hpp"
#include "platform/http/problems.hpp"

namespace gavel::trust {

awaitable<signal_page> service::list(signal_filter wanted, std::optional<signal_place> before, std::int64_t limit, pg::deadline until) {
    signal_page found;
    found.items = co_await repository::list(pool_, until, wanted, before, limit + 1);
    if (std::ssize(found.items) > limit) {
        found.items.resize(static_cast<std::size_t>(limit));
        found.next = {found.items.back().score, found.items.back().id};
    }
    co_return found;
}

awaitable<result<listed_signal>> service::decide(ruling r, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto state = co_await repository::lock(tx, r.signal);
    if (!state) co_return refuse(http::not_found);
    const auto earlier = co_await repository::find_verdict(tx, r.moderator, r.idempotency_key);
    if (earlier && *earlier != r.signal) co_return refuse(verdict_key_reused);
    if (!earlier) {
        const bool open = *state == to_string(signal_state::open);
        if (open == (r.verdict == verdict::reopened)) co_return refuse(signal_decided, {{"state", *state}});
        repository::decide(tx, r.signal, r.verdict, r.moderator, r.note, r.idempotency_key);
    }
    auto decided = co_await repository::find(tx, r.signal);
    co_await tx.commit();
    co_return std::move(decided).value();
}

}  // namespace gavel::trust
