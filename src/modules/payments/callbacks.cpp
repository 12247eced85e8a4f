#include "modules/payments/callbacks.hpp"

#include "base/text.hpp"
#include "modules/payments/errors.hpp"
#include "modules/payments/repository.hpp"
#include "platform/fondy/answers.hpp"
#include "platform/observe/log.hpp"

namespace gavel::payments {
namespace {

bool comes_from(const http::trusted_proxies& allowed, const std::string& address) {
    if (allowed.empty()) return true;
    boost::system::error_code failed;
    const auto parsed = boost::asio::ip::make_address(address, failed);
    return !failed && allowed.contains(http::plain(parsed));
}

}  // namespace

callbacks::callbacks(pg::pool& pool, const options& settings, metrics::registry& m)
    : pool_(pool),
      settings_(settings),
      numbers_(m),
      allowed_(settings.callback_addresses) {
    for (const auto* each : {"taken", "repeated", "unknown_order", "bad_signature", "elsewhere"}) counter(each);
}

metrics::counter callbacks::counter(const char* outcome) {
    return numbers_.add_counter("gavel_payments_callbacks_total", "Messages of the payment provider", {{"outcome", outcome}});
}

awaitable<result<bool>> callbacks::take(std::string body, std::string from, pg::deadline until) {
    if (!settings_.is_set_up()) co_return refuse(not_set_up);
    if (!comes_from(allowed_, from)) {
        counter("elsewhere").add();
        co_return refuse(not_from_provider);
    }
    const auto e = fondy::open_envelope(body, settings_.key);
    const bool ours = e && e->is_signed && e->content.text_of("merchant_id") == settings_.merchant_id;
    if (!ours) {
        counter("bad_signature").add();
        log::warning("payments.bad_callback", "bytes", static_cast<std::int64_t>(body.size()));
        co_return refuse(bad_signature);
    }
    const std::string order(e->content.text_of("order_id").substr(0, 1000));
    auto tx = co_await pool_.begin(until);
    const auto found = co_await repository::find_attempt(tx, order);
    std::optional<attempt_id> of;
    if (found) of = found->id;
    const auto word = e->content.text_of("order_status"), amount = e->content.text_of("amount");
    const std::string kept = is_valid_utf8(body) ? body : std::string("(not UTF-8)");
    const bool is_new = co_await repository::insert_event(tx, "callback", of, order, word, amount, kept);
    if (found && is_new) repository::ask_now(tx, found->id);
    if (!found && is_new) {
        finding f;
        f.kind = "unknown_order";
        f.theirs = std::string(word) + " " + std::string(amount);
        co_await repository::insert_difference(tx, std::nullopt, order, f);
        log::error("payments.unknown_order", "status", word);
    }
    co_await tx.commit();
    counter(!found ? "unknown_order" : is_new ? "taken" : "repeated").add();
    co_return true;
}

}  // namespace gavel::payments
