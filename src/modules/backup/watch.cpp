#include "modules/backup/watch.hpp"

#include "modules/accounts/moderation.hpp"
#include "modules/backup/alarm_letter.hpp"
#include "platform/observe/log.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds look_every = 5min, look_within = 10s;

std::vector<std::string> subjects_of(const options& chosen) {
    auto all = place_names(chosen.places);
    all.emplace_back(drill_subject);
    return all;
}

void judge(repository::watch_state& state, const options& chosen) {
    judge(state.all, std::chrono::hours(chosen.late_after_hours), std::chrono::hours(24 * chosen.drill_late_after_days), state.now);
}

double seconds_of(const std::optional<instant>& t) { return t ? std::chrono::duration<double>(t->time_since_epoch()).count() : 0; }

void warn(const watched& w) {
    log::warning(w.is_drill() ? "backup.drill_late" : "backup.late", "subject", w.subject, "last",
                 w.last ? format_instant(*w.last) : "never", "failure", w.failure);
}

}  // namespace

boost::asio::awaitable<std::vector<watched>> look_at_all(pg::pool& records, const options& chosen, pg::deadline until) {
    auto state = co_await repository::find_watched(records, until, subjects_of(chosen));
    judge(state, chosen);
    co_return std::move(state.all);
}

watch::watch(pg::pool& records, const options& chosen, const mail::postman& carrier, metrics::registry& m)
    : records_(records),
      options_(chosen),
      carrier_(carrier),
      subjects_(subjects_of(chosen)),
      proven_(m.add_gauge("gavel_backup_proven_timestamp_seconds", "When a backup was last proven by a drill; 0 for never")),
      save_late_(m.add_gauge("gavel_backup_late", "1 if that is longer ago than the settings allow, in any place", {{"what", "saved"}})),
      drill_late_(m.add_gauge("gavel_backup_late", "1 if that is longer ago than the settings allow, in any place", {{"what", "proven"}})) {
    for (const auto& each : place_names(chosen.places))
        saved_.push_back(m.add_gauge("gavel_backup_saved_timestamp_seconds",
                                     "When the last whole backup of a place was finished; 0 for never", {{"place", each}}));
}

boost::asio::awaitable<void> watch::write_letters(pg::transaction& tx, const repository::watch_state& state) {
    const auto what = due(state.all, state.now);
    if (what == letter_due::none) co_return;
    const auto readers = co_await accounts::find_operators(tx);
    if (readers.empty()) co_return;
    const auto about = told_of(what, state.all);
    std::vector<mail::letter> letters;
    for (const auto& each : readers) {
        mail::withdraw(tx, each.id, {std::string(late_letter), std::string(good_letter)});
        letters.push_back(letter_about(what, about, each, carrier_));
    }
    mail::enqueue(tx, letters);
    std::vector<std::string> subjects;
    for (const auto& each : about) subjects.push_back(each.subject);
    if (what == letter_due::late) repository::told_late(tx, subjects, state.now);
    else repository::told_good(tx, subjects);
}

void watch::show(const std::vector<watched>& all) {
    bool save_late = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& each = all[i];
        if (each.late) warn(each);
        if (each.is_drill()) {
            proven_.set(seconds_of(each.last));
            drill_late_.set(each.late ? 1 : 0);
            continue;
        }
        saved_[i].set(seconds_of(each.last));
        save_late = save_late || each.late;
    }
    save_late_.set(save_late ? 1 : 0);
}

boost::asio::awaitable<void> watch::look() {
    auto tx = co_await records_.begin(runtime::within(look_within));
    auto state = co_await repository::lock_watched(tx, subjects_);
    judge(state, options_);
    if (carrier_.open()) co_await write_letters(tx, state);
    co_await tx.commit();
    show(state.all);
}

boost::asio::awaitable<void> watch::run(runtime::life& l) {
    while (!l.stopping()) {
        try {
            co_await look();
        } catch (const std::exception& e) {
            log::warning("backup.watch_failed", "why", e.what());
        }
        co_await l.sleep(look_every);
    }
}

}  // namespace gavel::backup
