// `gavel account`: roles and suspensions, for whoever runs the machine.
#include "app/commands/commands.hpp"
#include "app/commands/database_work.hpp"

#include "base/text.hpp"
#include "modules/accounts/email.hpp"
#include "modules/accounts/moderation.hpp"
#include "modules/bidding/suspensions.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <optional>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

int wrong(std::string_view what) {
    fmt::print(stderr, "gavel: {}\n", what);
    return 2;
}

int no_such_account(std::string_view email) {
    fmt::print(stderr, "gavel: no account has the address {}\n", email);
    return 1;
}

awaitable<int> give_role(pg::pool& pool, std::string email, role chosen) {
    auto tx = co_await pool.begin(runtime::within(10s));
    const auto found = co_await accounts::find_by_email(tx, email);
    if (!found) co_return no_such_account(email);
    accounts::set_role(tx, found->id, chosen);
    co_await tx.commit();
    fmt::print("{} is {} now; servers that run know within five seconds\n", email, to_string(chosen));
    co_return 0;
}

awaitable<int> suspend(pg::pool& pool, std::string email, std::string reason) {
    auto tx = co_await pool.begin(runtime::within(10s));
    const auto found = co_await accounts::find_by_email(tx, email);
    if (!found) co_return no_such_account(email);
    const bool changed = co_await bidding::suspend(tx, found->id, reason);
    co_await tx.commit();
    fmt::print("{} {}\n", email, changed ? "is suspended now" : "was suspended already; nothing changed");
    co_return 0;
}

awaitable<int> restore(pg::pool& pool, std::string email) {
    auto tx = co_await pool.begin(runtime::within(10s));
    const auto found = co_await accounts::find_by_email(tx, email);
    if (!found) co_return no_such_account(email);
    const bool changed = co_await accounts::restore(tx, found->id);
    co_await tx.commit();
    fmt::print("{} {}\n", email, changed ? "may bid and list again" : "was not suspended; nothing changed");
    co_return 0;
}

}  // namespace

int set_account_role(const std::string& config_file, const std::string& email, const std::string& name) {
    const auto address = accounts::normalise_email(email);
    const auto chosen = parse_role(name);
    if (!address) return wrong(fmt::format("{} is not an address", email));
    if (!chosen) return wrong(fmt::format("there is no role {}; there are: {}", name, fmt::join(role_names, ", ")));
    return with_pool(config_file, [&](pg::pool& pool) { return give_role(pool, *address, *chosen); });
}

int suspend_account(const std::string& config_file, const std::string& email, const std::string& reason) {
    const auto address = accounts::normalise_email(email);
    const auto text = trimmed(reason);
    if (!address) return wrong(fmt::format("{} is not an address", email));
    if (!is_valid_utf8(text) || text.empty() || code_points(text) > accounts::suspension_reason_max)
        return wrong(fmt::format("the reason is a text of 1 to {} characters", accounts::suspension_reason_max));
    return with_pool(config_file, [&](pg::pool& pool) { return suspend(pool, *address, text); });
}

int restore_account(const std::string& config_file, const std::string& email) {
    const auto address = accounts::normalise_email(email);
    if (!address) return wrong(fmt::format("{} is not an address", email));
    return with_pool(config_file, [&](pg::pool& pool) { return restore(pool, *address); });
}

}  // namespace gavel::app
