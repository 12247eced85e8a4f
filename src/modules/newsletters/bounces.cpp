#include "modules/newsletters/bounces.hpp"

#include "modules/accounts/email.hpp"
#include "modules/newsletters/repository_bounces.hpp"
#include "platform/jobs/retry.hpp"
#include "platform/observe/log.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <exception>

namespace gavel::newsletters {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t reports_per_round = 100, bad_lines_shown = 20;
constexpr auto statement_time = 10s;

// Mail of people is not touched: what is not from these names stays unseen.
constexpr auto from_mail_servers = R"(OR FROM "mailer-daemon" FROM "postmaster")";

bounce_effect operator+(const bounce_effect& a, const bounce_effect& b) {
    bounce_effect sum;
    sum.known = a.known + b.known;
    sum.suppressed = a.suppressed + b.suppressed;
    sum.counted = a.counted + b.counted;
    return sum;
}

}  // namespace

awaitable<bounce_effect> take_report(pg::pool& pool, pg::deadline until, smtp::delivery_report report) {
    bounce_effect all;
    const auto key = message_key_in(report.original_id);
    auto tx = co_await pool.begin(until);
    for (const auto& each : report.recipients) {
        if (!each.permanent) continue;
        const auto one = co_await record_bounce(tx, key, each.address, smtp::is_dead_address(each.status));
        all = all + one;
    }
    co_await tx.commit();
    co_return all;
}

awaitable<bounce_effect> take_addresses(pg::pool& pool, pg::deadline until, std::vector<std::string> addresses) {
    auto tx = co_await pool.begin(until);
    auto done = co_await record_dead_addresses(tx, addresses);
    co_await tx.commit();
    co_return done;
}

bounce_list read_bounce_list(std::string_view csv) {
    bounce_list found;
    if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
    for (std::size_t line = 1; !csv.empty() && line <= bounce_lines_max; ++line) {
        const auto end = std::min(csv.find('\n'), csv.size());
        const auto whole = csv.substr(0, end);
        csv.remove_prefix(std::min(end + 1, csv.size()));
        auto field = trimmed(whole.substr(0, whole.find_first_of(",;\t")));
        std::erase(field, '"');
        if (field.empty()) continue;
        if (auto address = accounts::normalise_email(field)) found.addresses.push_back(std::move(*address));
        else if (line > 1 && found.bad_lines.size() < bad_lines_shown) found.bad_lines.push_back(line);  // the first may be a heading
    }
    std::ranges::sort(found.addresses);
    found.addresses.erase(std::ranges::unique(found.addresses).begin(), found.addresses.end());
    return found;
}

bounce_reader::bounce_reader(pg::pool& pool, const bounce_options& chosen)
    : pool_(pool),
      interval_(chosen.interval_minutes),
      box_(chosen.mailbox) {}

awaitable<std::string> bounce_reader::fetch(std::uint32_t uid) {
    auto work = [this, uid] { return box_.fetch(uid, smtp::report_bytes_max); };
    co_return co_await workers_.run(std::move(work));
}

// Fetching marks a mail as seen. If the database is away, it must be read again later.
awaitable<bounce_effect> bounce_reader::take_mail(std::uint32_t uid) {
    const auto mail = co_await fetch(uid);
    auto report = smtp::read_report(mail);
    bounce_effect done;
    if (!report) co_return done;
    std::exception_ptr failed;
    try {
        done = co_await take_report(pool_, runtime::within(statement_time), std::move(*report));
    } catch (const std::exception&) {
        failed = std::current_exception();
    }
    if (!failed) co_return done;
    auto undo = [this, uid] { box_.mark_unseen(uid); };
    co_await workers_.run(std::move(undo));
    std::rethrow_exception(failed);
}

awaitable<bounce_effect> bounce_reader::run_once() {
    auto look = [this] { return box_.unseen(from_mail_servers, reports_per_round); };
    const auto unseen = co_await workers_.run(std::move(look));
    bounce_effect all;
    for (const auto uid : unseen) {
        const auto one = co_await take_mail(uid);
        all = all + one;
    }
    if (!unseen.empty())
        log::info("newsletters.bounces", "mails", unseen.size(), "known", all.known, "suppressed", all.suppressed, "counted", all.counted);
    co_return all;
}

awaitable<void> bounce_reader::run(runtime::life& l) {
    while (!l.stopping()) {
        try {
            co_await run_once();
        } catch (const std::exception& e) {
            log::error("newsletters.bounces_unreadable", "reason", jobs::cleaned(e.what()));
        }
        co_await l.sleep(interval_);
    }
}

}  // namespace gavel::newsletters
