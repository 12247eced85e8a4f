#include "modules/accounts/service.hpp"

#include "base/random.hpp"
#include "modules/accounts/attempts.hpp"
#include "modules/accounts/device.hpp"
#include "modules/accounts/errors.hpp"
#include "modules/accounts/repository_passwords.hpp"
#include "modules/accounts/worker.hpp"
#include "modules/mail/letters.hpp"
#include "platform/http/problems.hpp"

#include <chrono>
#include <stdexcept>

namespace gavel::accounts {
common::common(const options& chosen, runtime::worker_pool& workers) : settings(chosen), passwords(settings, workers) {
    if (!settings.network_secret.empty() && settings.network_secret.size() < network_secret_characters_min)
        throw std::invalid_argument("accounts.network_secret must have at least 32 characters");
}

awaitable<std::vector<account>> find_all(pg::transaction& tx, std::vector<account_id> ids) { return find_accounts(tx, std::move(ids)); }

awaitable<result<void>> service::within_limits(std::string what, std::string who, std::int64_t max, std::int64_t window_s) {
    const auto allowed = co_await attempts_.take(attempts_key(what, who), max, std::chrono::seconds(window_s));
    if (!allowed.allowed) co_return refuse(http::too_many_requests, {{"retry_after_s", allowed.retry_after_s}});
    co_return result<void>();
}

awaitable<result<void>> service::enrol(std::string email, std::string password, std::string display_name, language lang,
                                       std::string client_address, deadline until) {
    const auto& limits = shared_.settings;
    const auto client = co_await within_limits("register-client", client_address, limits.register_per_client_max, limits.register_window_s);
    if (!client) co_return std::unexpected(client.error());
    const auto mailbox = co_await within_limits("register-address", email, limits.register_per_address_max, limits.register_window_s);
    if (!mailbox) co_return std::unexpected(mailbox.error());

    auto hash = co_await shared_.passwords.hash(std::move(password));
    const registration wanted(std::move(email), std::move(hash), std::move(display_name), lang);
    auto tx = co_await pool_.begin(until);
    const auto stored = co_await store_registration(tx, wanted);
    sweep_registrations(tx);
    if (stored.confirmation_id) enqueue_confirmation_letter(tx, wanted, *stored.confirmation_id);
    else enqueue_already_registered_letter(tx, wanted.email, *stored.account_language);
    co_await tx.commit();
    co_return result<void>();
}

awaitable<result<signed_in>> service::confirm(std::string token, visit from, deadline until) {
    if (!is_token(token)) co_return refuse(confirmation_invalid);
    auto tx = co_await pool_.begin(until);
    const auto confirmed = co_await redeem_token(tx, sha256(token));
    if (!confirmed) co_return refuse(confirmation_invalid);
    auto created = co_await insert_account(tx, *confirmed);
    if (!created) co_return refuse(confirmation_invalid);
    mail::trust_address(tx, created->email);
    auto opened = co_await open_session(tx, std::move(*created), from);
    enqueue_welcome_letter(tx, opened.account);
    co_await tx.commit();
    co_return opened;
}

awaitable<result<signed_in>> service::sign_in(std::string email, std::string password, visit from, deadline until) {
    const auto& limits = shared_.settings;
    const auto client =
        co_await within_limits("sign-in-client", std::string(from.address), limits.sign_in_per_client_max, limits.sign_in_window_s);
    if (!client) co_return std::unexpected(client.error());
    const auto address = co_await within_limits("sign-in-address", email, limits.sign_in_per_address_max, limits.sign_in_window_s);
    if (!address) co_return std::unexpected(address.error());

    const auto known = co_await find_credentials(pool_, until, email);
    const auto right = co_await shared_.passwords.matches(known ? known->password_hash : shared_.passwords.dummy(), password);
    if (!known || !right) co_return refuse(wrong_credentials);

    std::string stronger;
    if (shared_.passwords.outdated(known->password_hash)) stronger = co_await shared_.passwords.hash(std::move(password));
    auto tx = co_await pool_.begin(until);
    const auto unchanged = ask_password(tx, known->account.id, known->password_hash);
    auto opened = co_await open_session(tx, known->account, from);
    if (unchanged.get().empty()) co_return refuse(wrong_credentials);
    if (opened.device_is_new) enqueue_new_device_letter(tx, opened, device_text(from.user_agent));
    if (!stronger.empty()) update_password_hash(tx, known->account.id, stronger);
    co_await tx.commit();
    co_await attempts_.forget(attempts_key("sign-in-address", email));
    co_return opened;
}

std::optional<marks> service::marks_now(const visit& from) const {
    const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    return marks_of(shared_.settings.network_secret, from, now);
}

awaitable<signed_in> service::open_session(pg::transaction& tx, account who, visit from) {
    signed_in opened;
    opened.token = random_token();
    opened.session = co_await insert_session(tx, who.id, sha256(opened.token), device_text(from.user_agent), shared_.settings.session_days);
    sweep_sessions(tx, who.id);
    if (const auto here = marks_now(from)) remember_marks(tx, who.id, *here);
    sweep_marks(tx, who.id);
    opened.device = is_token(from.device) ? std::string(from.device) : random_token();
    const auto met = co_await meet_device(tx, who.id, sha256(who.id.text() + ":" + opened.device));
    opened.device_is_new = met.is_new;
    opened.at = met.at;
    sweep_devices(tx, who.id);
    opened.account = std::move(who);
    co_return opened;
}

awaitable<std::optional<http::principal>> service::authenticate(std::string token, visit from, deadline until) {
    if (!is_token(token)) co_return std::nullopt;
    const auto hash = sha256(token);
    const std::string key(hash.begin(), hash.end());
    if (const auto cached = shared_.cache.find(key)) co_return cached;
    const auto known = co_await find_session(pool_, until, hash);
    if (!known) co_return std::nullopt;
    if (known->seen_long_ago) {
        const auto here = marks_now(from);
        co_await touch_session(pool_, until, known->session, shared_.settings.session_days, here);
    }
    http::principal who;
    who.account = known->account;
    who.session = known->session;
    who.role = known->role;
    shared_.cache.keep(key, who);
    co_return who;
}

awaitable<std::vector<session>> service::sessions_of(account_id id, deadline until) { co_return co_await list_sessions(pool_, until, id); }

awaitable<bool> service::end_session(account_id owner, session_id id, deadline until) {
    const bool ended = co_await delete_session(pool_, until, owner, id);
    if (ended) shared_.cache.forget(id);
    co_return ended;
}

awaitable<std::optional<account>> service::find(account_id id, deadline until) { co_return co_await find_account(pool_, until, id); }

awaitable<std::optional<account>> service::change(account_id id, std::optional<std::string> display_name,
                                                  std::optional<std::string> language_code, deadline until) {
    co_return co_await update_account(pool_, until, id, display_name, language_code);
}

}  // namespace gavel::accounts
