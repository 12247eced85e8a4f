// What a server does without being asked: jobs, closing, the pulse, the live wire, signals of fraud, the watch on the schema. One set per
// process, on its first shard.
#pragma once
#include "app/shard.hpp"

#include "modules/closing/worker.hpp"
#include "modules/deposits/worker.hpp"
#include "modules/ledger/worker.hpp"
#include "modules/live/poller.hpp"
#include "modules/mail/dispatcher.hpp"
#include "modules/newsletters/bounces.hpp"
#include "modules/newsletters/feeder.hpp"
#include "modules/backup/watch.hpp"
#include "modules/notifications/digest.hpp"
#include "modules/notifications/reminders.hpp"
#include "modules/orders/deadlines.hpp"
#include "modules/outages/pulse.hpp"
#include "modules/payments/worker.hpp"
#include "modules/push/sender.hpp"
#include "modules/searches/worker.hpp"
#include "modules/trust/worker.hpp"
#include "platform/jobs/worker.hpp"
#include "platform/observe/health.hpp"

#include <optional>

namespace gavel::app {

class background {
public:
    background(shard& on, observe::health& health);

    void start();  // before the io threads run; everything ends when the process stops

private:
    boost::asio::awaitable<void> watch_schema();
    boost::asio::awaitable<void> test_store();
    void photo_ready(media::album of);

    shard& shard_;
    pg::pool pool_;  // of its own: a burst of jobs never keeps a visitor waiting for a connection
    observe::health& health_;
    jobs::worker jobs_;
    jobs::worker media_jobs_;               // of its own: photos take seconds, letters must not wait behind them
    std::optional<mail::dispatcher> post_;  // none without a mail server: letters wait
    notifications::digest_writer digests_;
    notifications::reminders reminders_;
    searches::worker searches_;
    newsletters::feeder campaigns_;
    std::optional<newsletters::bounce_reader> bounces_;  // none without a mailbox
    push::sender pushes_;
    payments::worker payments_;
    closing::worker closing_;
    live::poller poller_;
    outages::sweeper sweeper_;
    outages::pulse pulse_;
    trust::worker trust_;
    ledger::worker holds_;
    orders::deadlines orders_;
    deposits::worker deposits_;
    std::optional<backup::watch> backups_;  // none where no backups go anywhere
};

}  // namespace gavel::app
