#include "modules/mail/dispatcher.hpp"

#include "platform/jobs/retry.hpp"
#include "platform/jobs/rounds.hpp"
#include "platform/observe/log.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace gavel::mail {
namespace {

using namespace std::chrono_literals;

constexpr auto statement_time = 10s;
constexpr auto idle = 1s;            // between looks at the table when nothing wakes us
constexpr auto paused_longest = 5s;  // an operator's `gavel mail resume` is noticed so soon
constexpr auto tidy_interval = 10min;
constexpr auto settle_pause = 1s;
constexpr std::chrono::seconds completion_pause = 60s;

std::string_view state_name(letter_end end) {
    switch (end) {
        case letter_end::sent: return "sent";
        case letter_end::refused: return "refused";
        case letter_end::given_up: return "given_up";
        case letter_end::again: break;
    }
    return "waiting";
}

}  // namespace

dispatcher::dispatcher(boost::asio::io_context& io, pg::pool& pool, const postman& carrier, metrics::registry& m)
    : io_(io),
      pool_(pool),
      carrier_(carrier),
      numbers_(m),
      limits_(carrier.settings().limits()),
      sender_(carrier.settings().account_name()),
      server_(io, carrier.settings().smtp, carrier.settings().connections_max) {
    for (std::size_t i = 0; i < smtp::verdict_names.size(); ++i) attempts(static_cast<smtp::verdict>(i));
    for (std::int64_t i = 0; i < carrier.settings().connections_max; ++i)
        lanes_.push_back(std::make_shared<lane>(io, carrier.settings().smtp));
}

metrics::counter dispatcher::attempts(smtp::verdict came_of_them) {
    return numbers_.add_counter("gavel_mail_attempts_total", "Attempts to hand over a letter, by what came of them",
                                {{"outcome", std::string(to_string(came_of_them))}});
}

void dispatcher::fill(std::string letter_name, filler with) { fillers_[std::move(letter_name)] = std::move(with); }

awaitable<step> dispatcher::run_once() { co_return co_await work(lanes_.front()); }

awaitable<void> dispatcher::run(runtime::life& l) {
    for (std::size_t i = 1; i < lanes_.size(); ++i)
        l.spawn(io_.get_executor(), "mail_lane", [this, own = lanes_[i], &l] { return loop(own, l); });
    co_await loop(lanes_.front(), l);
}

awaitable<void> dispatcher::loop(std::shared_ptr<lane> own, runtime::life& l) {
    const runtime::doorbell::listener heard(new_letters(), own->bell.from_anywhere());
    const jobs::look look = [this, own]() -> awaitable<std::chrono::steady_clock::duration> { return round(own); };
    co_await jobs::run_rounds(l, own->bell, "mail.round_failed", look);
}

awaitable<std::chrono::steady_clock::duration> dispatcher::round(std::shared_ptr<lane> own) {
    const auto done = co_await work(own);
    if (own == lanes_.front()) co_await tidy();
    co_return done.handled ? std::chrono::steady_clock::duration(0) : done.pause;
}

awaitable<void> dispatcher::tidy() {
    if (std::chrono::steady_clock::now() < tidy_at_) co_return;
    tidy_at_ = runtime::within(tidy_interval);
    const auto removed = co_await purge(pool_, runtime::within(statement_time), carrier_.settings().keep_days);
    if (removed > 0) log::info("mail.purged", "rows", removed);
}

awaitable<step> dispatcher::work(std::shared_ptr<lane> on) {
    auto found = co_await claim_next();
    step done;
    done.pause = found.pause;
    if (!found.letter) co_return done;
    done.handled = true;
    co_await handle(std::move(*found.letter), on);
    co_return done;
}

awaitable<dispatcher::next> dispatcher::claim_next() {
    auto tx = co_await pool_.begin(runtime::within(statement_time));
    const auto account = co_await lock_sender(tx, sender_, limits_.per_day_max > 0);
    const auto allowed = admit(account.state, limits_, account.now);
    next found;
    found.pause = idle;
    if (allowed.classes.empty()) {
        const auto wait = allowed.again_at ? *allowed.again_at - account.now : std::chrono::microseconds(paused_longest);
        found.pause = std::clamp<std::chrono::steady_clock::duration>(wait, 1ms, paused_longest);
        co_return found;
    }
    found.letter = co_await claim(tx, sender_, allowed.classes, spacing(limits_, account.state.slowness));
    co_await tx.commit();
    co_return found;
}

// False: the letter has been dealt with.
awaitable<bool> dispatcher::complete(claimed& c) {
    const bool personal = class_of(c.content.name) == letter_class::transactional;
    if (c.suppressed && !personal) {
        co_await finish_unsent(c, "suppressed", 0s);
        co_return false;
    }
    const auto with = fillers_.find(c.content.name);
    if (with == fillers_.end()) co_return true;
    auto values = co_await with->second(c.content, pool_);
    if (!values) {
        co_await finish_unsent(c, "pointless", 0s);
        co_return false;
    }
    for (auto& [name, value] : *values) c.content.values[name] = std::move(value);
    co_return true;
}

awaitable<void> dispatcher::handle(claimed c, std::shared_ptr<lane> on) {
    if (key_.empty()) key_ = co_await read_link_key(pool_, runtime::within(statement_time));
    bool whole = false, failed = false;
    try {
        whole = co_await complete(c);
    } catch (const std::exception& e) {
        log::warning("mail.not_completed", "letter", c.id, "name", c.content.name, "reason", jobs::cleaned(e.what()));
        failed = true;
    }
    if (failed) co_await finish_unsent(c, "waiting", completion_pause);
    if (!whole) co_return;
    std::optional<smtp::message> m;
    try {
        m = carrier_.address(c.content, c.message_key, key_);
    } catch (const std::logic_error& e) {
        log::error("mail.malformed", "letter", c.id, "name", c.content.name, "reason", jobs::cleaned(e.what()));
    }
    if (!m) {
        co_await finish_unsent(c, "refused", 0s);
        co_return;
    }
    auto result = co_await server_.send(on->server, *m);
    co_await finish(c, std::move(result));
}

// It was not handed over, so it counts against nothing.
awaitable<void> dispatcher::finish_unsent(const claimed& c, std::string state, std::chrono::seconds again_after) {
    auto tx = co_await pool_.begin(runtime::within(statement_time));
    forget_departure(tx, c);
    co_await settle(tx, c, state, again_after, false, "");
    co_await tx.commit();
    log::info("mail.unsent", "letter", c.id, "name", c.content.name, "state", state);
}

awaitable<consequence> dispatcher::settle_once(const claimed& c, smtp::outcome result) {
    auto tx = co_await pool_.begin(runtime::within(statement_time));
    const auto account = co_await lock_sender(tx, sender_, result.what == smtp::verdict::quota);
    const auto effect = consequence_of(result.what, c.failures, c.failing_for, account.state, account.now);
    if (!effect.departed) forget_departure(tx, c);
    if (effect.suppress) suppress(tx, c.content.to, "bad_address");
    store_sender(tx, sender_, effect, to_string(result.what));
    co_await settle(tx, c, state_name(effect.letter), effect.again_after, effect.letter_failed, result.said);
    co_await tx.commit();
    co_return effect;
}

// What the mail server has taken must be written down before the lease ends, or it is sent again: tried as long as that makes sense.
awaitable<void> dispatcher::finish(const claimed& c, smtp::outcome result) {
    const auto until = runtime::within(lease - 60s);
    std::optional<consequence> effect;
    while (!effect) {
        try {
            effect = co_await settle_once(c, result);
        } catch (const std::exception& e) {
            log::warning("mail.settle_failed", "letter", c.id, "reason", jobs::cleaned(e.what()));
        }
        if (effect || std::chrono::steady_clock::now() > until) break;
        co_await runtime::sleep_until(runtime::within(settle_pause));
    }
    attempts(result.what).add();
    if (!effect) co_return;
    if (effect->letter == letter_end::sent) log::info("mail.sent", "letter", c.id, "name", c.content.name, "attempt", c.attempt);
    else
        log::warning("mail.not_sent", "letter", c.id, "name", c.content.name, "attempt", c.attempt, "outcome", to_string(result.what),
                     "said", result.said);
    if (effect->pause) log::error("mail.paused", "reason", to_string(result.what), "said", result.said, "seconds", effect->pause->count());
    if (effect->hold_bulk) log::error("mail.bulk_held", "said", result.said);
}

}  // namespace gavel::mail
