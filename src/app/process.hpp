// What all io threads of a serving process share. Everything in here is thread-safe or constant.
#pragma once
#include "app/options.hpp"

#include "modules/accounts/service.hpp"
#include "modules/bidding/allowance.hpp"
#include "modules/bidding/desk.hpp"
#include "modules/bidding/usual_maxima.hpp"
#include "modules/catalogue/service.hpp"
#include "modules/fees/cache.hpp"
#include "modules/live/hub.hpp"
#include "modules/mail/postman.hpp"
#include "modules/media/service.hpp"
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
    media::common media;
    bidding::allowance bids;
    bidding::usual_maxima usual_maxima;
    bidding::desks desks;
    live::hub live;
    catalogue::caches caches;
    fees::cache fees;
    std::shared_ptr<const http::static_site> site;  // null: the API only
    std::optional<http::page_shell> shell;
};

}  // namespace gavel::app
