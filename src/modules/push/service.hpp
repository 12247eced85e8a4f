// Use cases of the devices that are told of news. One per io thread.
#pragma once
#include "base/ids.hpp"
#include "modules/push/options.hpp"
#include "platform/http/request.hpp"
#include "platform/pg/pool.hpp"
#include "platform/webpush/encryption.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>

namespace gavel::push {

using boost::asio::awaitable;

inline constexpr std::int64_t devices_max = 10;  // per account; a new one ends the oldest

struct device {
    std::string public_key;  // of this site, base64url: what a browser subscribes with
    bool active = false;
};

// A device is a session: signing out ends its subscription.
class service {
public:
    service(pg::pool& pool, const options& settings) : pool_(pool), reach_(settings.reach()) {}

    webpush::reach reach() const { return reach_; }

    awaitable<device> find(session_id here, pg::deadline until);
    // False: the session has ended meanwhile.
    awaitable<bool> subscribe(http::principal who, webpush::endpoint at, webpush::recipient keys, pg::deadline until);
    awaitable<void> unsubscribe(session_id here, pg::deadline until);

private:
    pg::pool& pool_;
    const webpush::reach reach_;
    std::string public_key_;  // once asked for
};

}  // namespace gavel::push
