#include "modules/newsletters/subscriptions.hpp"

#include "base/random.hpp"
#include "modules/accounts/attempts.hpp"
#include "modules/mail/errors.hpp"
#include "modules/mail/letters.hpp"
#include "modules/mail/link_key.hpp"
#include "modules/newsletters/errors.hpp"
#include "modules/newsletters/letters.hpp"
#include "platform/http/problems.hpp"

#include <chrono>

namespace gavel::newsletters {

awaitable<result<void>> subscriptions::within_limits(std::string what, std::string who, std::int64_t max, std::int64_t window_s) {
    const auto allowed = co_await attempts_.take(accounts::attempts_key(what, who), max, std::chrono::seconds(window_s));
    if (!allowed.allowed) co_return refuse(http::too_many_requests, {{"retry_after_s", allowed.retry_after_s}});
    co_return result<void>();
}

awaitable<void> subscriptions::load_key(pg::deadline until) {
    if (key_.empty()) key_ = co_await mail::read_link_key(pool_, until);
}

awaitable<void> erase(pg::transaction& tx, std::string address) {
    erase_subscriber(tx, address);
    co_return;
}

awaitable<result<void>> subscriptions::wish(subscription wanted, std::string client_address, pg::deadline until) {
    const auto client =
        co_await within_limits("newsletter-client", client_address, limits_.register_per_client_max, limits_.register_window_s);
    if (!client) co_return std::unexpected(client.error());
    const auto mailbox =
        co_await within_limits("newsletter-address", wanted.address, limits_.register_per_address_max, limits_.register_window_s);
    if (!mailbox) co_return std::unexpected(mailbox.error());

    auto tx = co_await pool_.begin(until);
    const bool known = co_await are_categories(tx, wanted.category_ids);
    if (!known) co_return no_such_category();
    const auto id = co_await store_wish(tx, wanted);
    sweep_wishes(tx);
    std::vector<mail::letter> letters(1, confirmation_letter(wanted, id));
    mail::enqueue(tx, letters);
    co_await tx.commit();
    co_return result<void>();
}

awaitable<result<void>> subscriptions::confirm(std::string token, std::string client_address, pg::deadline until) {
    const auto client =
        co_await within_limits("newsletter-confirm", client_address, limits_.sign_in_per_client_max, limits_.sign_in_window_s);
    if (!client) co_return std::unexpected(client.error());
    if (!accounts::is_token(token)) co_return refuse(subscription_link_invalid);
    auto tx = co_await pool_.begin(until);
    const auto wanted = co_await redeem_wish(tx, sha256(token));
    if (!wanted) co_return refuse(subscription_link_invalid);
    store_subscriber(tx, *wanted, "letter");
    mail::trust_address(tx, wanted->address);
    co_await tx.commit();
    co_return result<void>();
}

awaitable<subscriber_status> subscriptions::find(account_id account, pg::deadline until) {
    const auto owner = co_await address_of(pool_, until, account);
    if (!owner) co_return subscriber_status();
    co_return co_await read_status(pool_, until, owner->address);
}

awaitable<result<subscriber_status>> subscriptions::change(account_id account, bool subscribed,
                                                           std::optional<std::vector<std::string>> category_ids, pg::deadline until) {
    const auto owner = co_await address_of(pool_, until, account);
    if (!owner) co_return refuse(http::sign_in_required);
    auto status = co_await read_status(pool_, until, owner->address);
    auto tx = co_await pool_.begin(until);
    if (category_ids) {
        const bool known = co_await are_categories(tx, *category_ids);
        if (!known) co_return no_such_category();
        status.category_ids = std::move(*category_ids);
    }
    if (subscribed) {
        subscription wanted;
        wanted.address = owner->address;
        wanted.lang = owner->lang;
        wanted.category_ids = status.category_ids;
        store_subscriber(tx, wanted, "account");
    } else {
        co_await remove_subscriber(tx, owner->address);
        status.category_ids.clear();
    }
    co_await tx.commit();
    status.subscribed = subscribed;
    co_return status;
}

awaitable<result<account_id>> subscriptions::reader_of(std::string token, pg::deadline until) {
    co_await load_key(until);
    const auto reader = mail::verify(key_, token);
    if (!reader) co_return refuse(mail::letter_link_invalid);
    const auto owner = co_await address_of(pool_, until, reader->account);
    if (!owner) co_return refuse(mail::letter_link_invalid);  // the account has gone
    co_return reader->account;
}

awaitable<std::optional<language>> subscriptions::open(std::string token, pg::deadline until) {
    co_await load_key(until);
    const auto link = verify_reader(key_, token);
    if (!link) co_return std::nullopt;
    co_return co_await find_language(pool_, until, link->subscriber);
}

awaitable<std::optional<language>> subscriptions::leave(std::string token, pg::deadline until) {
    co_await load_key(until);
    const auto link = verify_reader(key_, token);
    if (!link) co_return std::nullopt;
    auto tx = co_await pool_.begin(until);
    const auto lang = co_await leave_by_link(tx, link->subscriber, link->campaign);
    co_await tx.commit();
    co_return lang;
}

}  // namespace gavel::newsletters
