// The end of an account, by its owner.
#include "modules/accounts/attempts.hpp"
#include "modules/accounts/errors.hpp"
#include "modules/accounts/repository_closing.hpp"
#include "modules/accounts/repository_passwords.hpp"
#include "modules/accounts/service.hpp"
#include "modules/accounts/worker.hpp"
#include "modules/mail/letters.hpp"
#include "platform/http/problems.hpp"
#include "platform/observe/log.hpp"

#include <boost/json/array.hpp>

namespace gavel::accounts {
namespace {

boost::json::array in_json(const std::vector<objection>& all) {
    boost::json::array reasons;
    for (const auto& each : all) {
        boost::json::array lots;
        for (const auto lot : each.lots) lots.push_back(boost::json::string(lot.text()));
        boost::json::object one;
        one["code"] = each.code;
        one["lots"] = std::move(lots);
        reasons.push_back(std::move(one));
    }
    return reasons;
}

}  // namespace

awaitable<result<void>> service::close(account_id id, std::string password, deadline until) {
    const auto& limits = shared_.settings;
    const auto known = co_await find_credentials_of(pool_, until, id);
    if (!known) co_return refuse(http::sign_in_required);
    const auto allowed =
        co_await within_limits("sign-in-address", known->account.email, limits.sign_in_per_address_max, limits.sign_in_window_s);
    if (!allowed) co_return std::unexpected(allowed.error());
    const bool right = co_await shared_.passwords.matches(known->password_hash, std::move(password));
    if (!right) co_return refuse(wrong_password);

    auto tx = co_await pool_.begin(until);
    const bool unchanged = co_await lock_password(tx, id, known->password_hash);
    if (!unchanged) co_return refuse(wrong_password);
    std::vector<objection> against;
    for (const auto& each : closing_) {
        if (!each.ask) continue;
        auto found = co_await each.ask(tx, id);
        for (auto& one : found) against.push_back(std::move(one));
    }
    if (!against.empty()) co_return refuse(not_closable, {{"reasons", in_json(against)}});

    end_sessions(tx, id, std::nullopt);
    end_password_tokens(tx, id);
    anonymise(tx, id, known->account.lang);
    for (const auto& each : closing_)
        if (each.erase) co_await each.erase(tx, known->account);
    mail::withdraw_all(tx, id);
    enqueue_closed_letter(tx, known->account);
    co_await tx.commit();
    shared_.cache.forget_all_of(id, std::nullopt);
    co_await attempts_.forget(attempts_key("sign-in-address", known->account.email));
    log::info("accounts.closed", "account", id.value);
    co_return result<void>();
}

}  // namespace gavel::accounts
