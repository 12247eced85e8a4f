// What all io threads of a serving process share. Everything in here is thread-safe or constant.
#pragma once
#include "app/options.hpp"

#include "modules/accounts/service.hpp"
#include "modules/bidding/allowance.hpp"
#include "modules/bidding/live.hpp"
#include "modules/catalogue/service.hpp"
#include "modules/mail/postman.hpp"
#include "platform/http/page_shell.hpp"
#include "platform/http/static_site.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/runtime/life.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <memory>
#include <optional>

namespace gavel::app {

struct process {
    explicit process(const options& chosen);

    const options settings;
    runtime::life life;
    metrics::registry numbers;
    runtime::worker_pool workers;
    accounts::common accounts;
    mail::postman letters;
    bidding::allowance bids;
    bidding::hub live;
    catalogue::caches caches;
    std::shared_ptr<const http::static_site> site;  // null: the API only
    std::optional<http::page_shell> shell;
};

}  // namespace gavel::app
