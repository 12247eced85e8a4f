// Messages that the provider sends by itself. Stored, and only a reason to ask it how things stand.
#pragma once
#include "base/error.hpp"
#include "modules/payments/options.hpp"
#include "platform/http/proxies.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"

#include <string>

namespace gavel::payments {

using pg::awaitable;

inline constexpr std::size_t callback_bytes_max = 64 * 1024;

class callbacks {
public:
    // Throws std::invalid_argument for a malformed list of addresses.
    callbacks(pg::pool& pool, const options& settings, metrics::registry& m);

    // Good: taken, whether it was new or not. Refusals: not_set_up, not_from_provider, bad_signature (also for what cannot be read).
    awaitable<result<bool>> take(std::string body, std::string from, pg::deadline until);

private:
    metrics::counter counter(const char* outcome);

    pg::pool& pool_;
    const options& settings_;
    metrics::registry& numbers_;
    const http::trusted_proxies allowed_;
};

}  // namespace gavel::payments
