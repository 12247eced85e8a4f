// New passwords: by a letter, or by who knows the old one.
#include "base/random.hpp"
#include "modules/accounts/attempts.hpp"
#include "modules/accounts/errors.hpp"
#include "modules/accounts/repository_passwords.hpp"
#include "modules/accounts/service.hpp"
#include "modules/accounts/worker.hpp"
#include "modules/mail/letters.hpp"
#include "platform/http/problems.hpp"

namespace gavel::accounts {

awaitable<result<void>> service::forget_password(std::string email, language lang, std::string client_address, deadline until) {
    const auto& limits = shared_.settings;
    const auto client = co_await within_limits("reset-client", client_address, limits.register_per_client_max, limits.register_window_s);
    if (!client) co_return std::unexpected(client.error());
    const auto mailbox = co_await within_limits("reset-address", email, limits.register_per_address_max, limits.register_window_s);
    if (!mailbox) co_return std::unexpected(mailbox.error());

    auto tx = co_await pool_.begin(until);
    const auto wish = co_await store_reset(tx, email);
    sweep_resets(tx);
    // A letter in either case: neither the answer nor the time it takes tells whether the address is known.
    if (wish.id) enqueue_password_letter(tx, wish.lang, email, wish.display_name, *wish.id);
    else enqueue_no_account_letter(tx, lang, email);
    co_await tx.commit();
    co_return result<void>();
}

awaitable<result<void>> service::reset_password(std::string token, std::string password, std::string client_address, deadline until) {
    const auto& limits = shared_.settings;
    const auto client = co_await within_limits("redeem-client", client_address, limits.sign_in_per_client_max, limits.sign_in_window_s);
    if (!client) co_return std::unexpected(client.error());
    if (!is_token(token)) co_return refuse(password_link_invalid);
    const bool good = co_await is_password_token(pool_, until, sha256(token));
    if (!good) co_return refuse(password_link_invalid);  // before the costly hash

    const auto hash = co_await shared_.passwords.hash(std::move(password));
    auto tx = co_await pool_.begin(until);
    const auto owner = co_await redeem_password_token(tx, sha256(token));
    if (!owner) co_return refuse(password_link_invalid);
    update_password_hash(tx, owner->id, hash);
    end_sessions(tx, owner->id, std::nullopt);
    mail::trust_address(tx, owner->email);
    enqueue_password_changed_letter(tx, *owner);
    co_await tx.commit();
    shared_.cache.forget_all_of(owner->id, std::nullopt);
    co_await attempts_.forget(attempts_key("sign-in-address", owner->email));
    co_return result<void>();
}

awaitable<result<void>> service::change_password(account_id id, session_id here, std::string current, std::string wanted, deadline until) {
    const auto& limits = shared_.settings;
    const auto known = co_await find_credentials_of(pool_, until, id);
    if (!known) co_return refuse(http::sign_in_required);
    // The same count as at the door: a stolen session is no way to guess the password.
    const auto allowed =
        co_await within_limits("sign-in-address", known->account.email, limits.sign_in_per_address_max, limits.sign_in_window_s);
    if (!allowed) co_return std::unexpected(allowed.error());
    const bool right = co_await shared_.passwords.matches(known->password_hash, std::move(current));
    if (!right) co_return refuse(wrong_password);

    const auto hash = co_await shared_.passwords.hash(std::move(wanted));
    auto tx = co_await pool_.begin(until);
    const bool replaced = co_await replace_password_hash(tx, id, known->password_hash, hash);
    if (!replaced) co_return refuse(wrong_password);
    end_password_tokens(tx, id);
    end_sessions(tx, id, here);
    enqueue_password_changed_letter(tx, known->account);
    co_await tx.commit();
    shared_.cache.forget_all_of(id, here);
    co_await attempts_.forget(attempts_key("sign-in-address", known->account.email));
    co_return result<void>();
}

}  // namespace gavel::accounts
