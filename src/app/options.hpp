// Every option of the program: the modules' own, and what belongs to the process as a whole.
#pragma once
#include "modules/accounts/options.hpp"
#include "modules/backup/options.hpp"
#include "modules/bidding/options.hpp"
#include "modules/catalogue/options.hpp"
#include "modules/deposits/options.hpp"
#include "modules/fees/options.hpp"
#include "modules/lots/options.hpp"
#include "modules/mail/options.hpp"
#include "modules/maintenance/options.hpp"
#include "modules/media/options.hpp"
#include "modules/newsletters/options.hpp"
#include "modules/notifications/options.hpp"
#include "modules/orders/options.hpp"
#include "modules/outages/options.hpp"
#include "modules/payments/options.hpp"
#include "modules/push/options.hpp"
#include "modules/searches/options.hpp"
#include "modules/services/options.hpp"
#include "modules/trust/options.hpp"
#include "platform/config/options.hpp"
#include "platform/http/options.hpp"
#include "platform/jobs/options.hpp"
#include "platform/observe/log.hpp"
#include "platform/pg/migrator/options.hpp"
#include "platform/pg/options.hpp"
#include "platform/redis/client.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>

namespace gavel::app {

struct options {
    std::int64_t threads = 0;  // io threads; 0 = one per core
    std::int64_t workers = 2;  // threads for what blocks
    std::int64_t workers_waiting_max = 200;
    std::int64_t stop_within_s = 20;
    std::string log_level = "info";
    std::string operations_listen = "127.0.0.1:8081";

    http::options http;
    pg::options pg;
    pg::migrate_options migrate;
    redis::client_options redis;
    accounts::options accounts;
    lots::options lots;
    fees::options fees;
    services::options services;
    bidding::options bidding;
    catalogue::options catalogue;
    mail::options mail;
    newsletters::bounce_options bounces;
    maintenance::options maintenance;
    media::options media;
    notifications::options notifications;
    searches::options searches;
    outages::options outages;
    payments::options payments;
    deposits::options deposits;
    push::options push;
    orders::options orders;
    backup::options backups;
    trust::options trust;
    jobs::options jobs;

    void declare(config::table& t);
    log::level log_threshold() const;
    http::options operations() const;  // of the operations port: small limits of its own, no pages
};

// Fills the options from their sources. Throws bad_configuration with one sentence per fault.
struct bad_configuration : std::runtime_error {
    using std::runtime_error::runtime_error;
};
void load(options& into, const std::string& config_file);

}  // namespace gavel::app
