#include "modules/newsletters/feeder.hpp"

#include "modules/newsletters/letters.hpp"
#include "modules/newsletters/repository_campaigns.hpp"
#include "modules/newsletters/repository_sending.hpp"
#include "modules/newsletters/rules.hpp"
#include "platform/jobs/retry.hpp"
#include "platform/observe/log.hpp"

#include <chrono>
#include <exception>

namespace gavel::newsletters {
namespace {

using namespace std::chrono_literals;

constexpr auto round_time = 30s;
constexpr auto pause_sending = 1s;
constexpr auto pause_idle = 3s;  // a campaign begins so late at most, one that is paused or cancelled stops so late
constexpr std::int64_t taken_back_max = 2 * portion_max;

}  // namespace

boost::asio::awaitable<std::int64_t> feeder::start_due(pg::transaction& tx) {
    const auto due = co_await next_due(tx);
    if (!due) co_return 0;
    const auto c = co_await find_campaign(tx, *due);
    std::vector<std::string> languages;
    for (const auto each : all_languages) languages.emplace_back(to_string(language_for(each, c->texts).value_or(default_language)));
    const auto recipients = co_await start_campaign(tx, *c, languages);
    log::info("newsletters.started", "campaign", due->value, "recipients", recipients);
    co_return recipients;
}

boost::asio::awaitable<std::int64_t> feeder::take_back(pg::transaction& tx) {
    const auto unwanted = co_await keys_to_take_back(tx, taken_back_max);
    std::vector<std::string> taken;
    if (!unwanted.empty()) taken = co_await mail::take_back(tx, unwanted);
    if (!taken.empty()) put_back(tx, taken);
    cancel_waiting(tx);
    co_return std::ssize(taken);
}

boost::asio::awaitable<void> feeder::feed(pg::transaction& tx, feeding& done) {
    const auto hungry = co_await sending_campaigns(tx);
    done.campaigns = std::ssize(hungry);
    for (const auto& each : hungry) {
        if (each.queued > portion_low) continue;
        const auto portion = co_await next_recipients(tx, each.id, portion_max - each.queued);
        std::vector<mail::letter> letters;
        std::vector<recipient_id> ids;
        for (const auto& r : portion) {
            letters.push_back(letter_of(each.id, r.subscriber, r.address, r.lang, r.message_key));
            ids.push_back(r.id);
        }
        mail::enqueue(tx, letters);
        mark_queued(tx, ids);
        done.queued += std::ssize(portion);
    }
}

boost::asio::awaitable<feeding> feeder::run_once() {
    feeding done;
    auto tx = co_await pool_.begin(runtime::within(round_time));
    done.ours = co_await take_turn(tx);
    if (!done.ours) co_return done;
    done.settled = co_await settle_recipients(tx);
    done.taken_back = co_await take_back(tx);
    done.started = co_await start_due(tx);
    co_await feed(tx, done);
    finish_campaigns(tx);
    co_await tx.commit();
    co_return done;
}

boost::asio::awaitable<void> feeder::run(runtime::life& l) {
    while (!l.stopping()) {
        std::chrono::steady_clock::duration rest = pause_idle;
        try {
            const auto done = co_await run_once();
            if (done.campaigns > 0 || done.started > 0 || done.taken_back > 0) rest = pause_sending;
        } catch (const std::exception& e) {
            log::error("newsletters.round_failed", "reason", jobs::cleaned(e.what()));
        }
        co_await l.sleep(rest);
    }
}

}  // namespace gavel::newsletters
