// `gavel mail`: what waits to leave, and stopping and starting it.
#include "app/commands/commands.hpp"
#include "app/commands/database_work.hpp"
#include "app/options.hpp"

#include "modules/accounts/email.hpp"
#include "modules/mail/oversight.hpp"
#include "modules/mail/postman.hpp"
#include "modules/newsletters/bounces.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <fstream>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

constexpr std::int64_t failed_shown = 20;
constexpr std::int64_t retried_max = 10'000;
constexpr std::size_t bounce_bytes_max = 10 * 1024 * 1024;

mail::postman configured(const std::string& config_file) {
    options chosen;
    load(chosen, config_file);
    return mail::postman(chosen.mail);
}

void print_sender(const mail::sender_status& s) {
    fmt::print("{}: {} letters in the last 24 hours", s.name, s.left_in_window);
    if (s.held) fmt::print("; paused by the operator");
    if (s.paused_until) fmt::print("; paused until {} ({})", format_instant(*s.paused_until), s.pause_reason);
    if (s.bulk_held) fmt::print("; the mail server distrusts our letters: those to many wait for `gavel mail resume`");
    if (s.slowness > 0) fmt::print("; slowed {} times", 1 << s.slowness);
    fmt::print("\n");
}

awaitable<int> print_status(pg::pool& pool) {
    const auto status = co_await mail::read_status(pool, runtime::within(10s));
    for (const auto& each : status.senders) print_sender(each);
    for (const auto& each : status.queues)
        fmt::print("{:13}  {} waiting, {} sending, the first is {} s late; in 24 hours {} sent, {} refused, {} given up, {} held back\n",
                   each.letter_class, each.waiting, each.sending, each.oldest_due_s, each.sent_today, each.refused_today,
                   each.given_up_today, each.held_back_today);
    fmt::print("{} addresses get only the letters they ask for\n", status.suppressed_addresses);
    for (const auto& each : co_await mail::read_failed(pool, runtime::within(10s), failed_shown))
        fmt::print("{}  {}  {} after {} attempts, {}  {}\n", each.id, each.name, each.state == "refused" ? "refused" : "given up",
                   each.attempts, format_instant(each.finished_at), each.last_said);
    co_return 0;
}

awaitable<int> retry(pg::pool& pool) {
    const auto revived = co_await mail::retry_given_up(pool, runtime::within(30s), retried_max);
    fmt::print("{} letters will be tried again\n", revived);
    co_return 0;
}

awaitable<int> pause(pg::pool& pool, std::string sender) {
    co_await mail::pause_all(pool, runtime::within(10s), sender);
    fmt::print("No letter leaves until `gavel mail resume`; what is on its way arrives\n");
    co_return 0;
}

awaitable<int> resume(pg::pool& pool) {
    co_await mail::resume_all(pool, runtime::within(10s));
    fmt::print("Letters leave again; servers that run know within five seconds\n");
    co_return 0;
}

awaitable<int> suppress(pg::pool& pool, std::string email) {
    const bool changed = co_await mail::suppress_address(pool, runtime::within(10s), email);
    fmt::print("{} {}\n", email, changed ? "gets only the letters it asks for now" : "was suppressed already; nothing changed");
    co_return 0;
}

awaitable<int> allow(pg::pool& pool, std::string email) {
    const bool changed = co_await mail::allow_address(pool, runtime::within(10s), email);
    fmt::print("{} {}\n", email, changed ? "gets letters again" : "was not suppressed; nothing changed");
    co_return 0;
}

awaitable<int> take_list(pg::pool& pool, newsletters::bounce_list list) {
    const auto done = co_await newsletters::take_addresses(pool, runtime::within(60s), list.addresses);
    fmt::print(
        "{} addresses, {} of them get only the letters they ask for from now on; {} recipients of newsletters are counted as bounced\n",
        done.known, done.suppressed, done.counted);
    for (const auto line : list.bad_lines) fmt::print(stderr, "line {} has no address\n", line);
    co_return list.bad_lines.empty() ? 0 : 1;
}

int with_address(const std::string& config_file, const std::string& email, awaitable<int> (*work)(pg::pool&, std::string)) {
    const auto address = accounts::normalise_email(email);
    if (!address) {
        fmt::print(stderr, "gavel: {} is not an address\n", email);
        return 2;
    }
    return with_pool(config_file, [&](pg::pool& pool) { return work(pool, *address); });
}

}  // namespace

int print_mail_status(const std::string& config_file) {
    if (!configured(config_file).open()) fmt::print("There is no mail server (smtp.url): letters wait\n");
    return with_pool(config_file, print_status);
}
int retry_letters(const std::string& config_file) { return with_pool(config_file, retry); }
int pause_letters(const std::string& config_file) {
    const auto carrier = configured(config_file);
    if (!carrier.open()) {
        fmt::print(stderr, "gavel: there is no mail server (smtp.url): nothing leaves anyway\n");
        return 1;
    }
    return with_pool(config_file, [&](pg::pool& pool) { return pause(pool, carrier.settings().account_name()); });
}
int suppress_address(const std::string& config_file, const std::string& email) { return with_address(config_file, email, suppress); }
int allow_address(const std::string& config_file, const std::string& email) { return with_address(config_file, email, allow); }
int take_bounces(const std::string& config_file, const std::string& csv_file) {
    std::ifstream in(csv_file, std::ios::binary);
    if (!in) {
        fmt::print(stderr, "gavel: {} cannot be read\n", csv_file);
        return 2;
    }
    std::string csv(bounce_bytes_max, '\0');
    in.read(csv.data(), static_cast<std::streamsize>(csv.size()));
    csv.resize(static_cast<std::size_t>(in.gcount()));
    const auto list = newsletters::read_bounce_list(csv);
    return with_pool(config_file, [&](pg::pool& pool) { return take_list(pool, list); });
}
int resume_letters(const std::string& config_file) { return with_pool(config_file, resume); }

}  // namespace gavel::app
