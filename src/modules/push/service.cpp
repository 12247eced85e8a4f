#include "modules/push/service.hpp"

#include "base/random.hpp"
#include "modules/push/repository.hpp"

namespace gavel::push {

awaitable<device> service::find(session_id here, pg::deadline until) {
    if (public_key_.empty()) {
        const auto own = co_await read_key(pool_, until);
        public_key_ = base64url(own.public_point());
    }
    device d;
    d.public_key = public_key_;
    d.active = co_await has_subscription(pool_, until, here);
    co_return d;
}

awaitable<bool> service::subscribe(http::principal who, webpush::endpoint at, webpush::recipient keys, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const bool there = co_await push::subscribe(tx, who.account, who.session, at, keys);
    if (!there) co_return false;
    unsubscribe_surplus(tx, who.account, devices_max);
    co_await tx.commit();
    co_return true;
}

awaitable<void> service::unsubscribe(session_id here, pg::deadline until) { return push::unsubscribe(pool_, until, here); }

}  // namespace gavel::push
