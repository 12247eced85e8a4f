#include "modules/payments/fondy_provider.hpp"

#include "platform/fondy/answers.hpp"
#include "platform/fondy/errors.hpp"
#include "platform/observe/log.hpp"

#include <memory>

namespace gavel::payments {
namespace {

constexpr std::size_t answer_bytes_max = 256 * 1024;
constexpr int only_whole = 1084;  // only the whole sum can be given back

http_client::client_options patient(const options& settings) {
    http_client::client_options chosen;
    chosen.connections_max = 16;
    chosen.stalled_for = settings.call_timeout();
    return chosen;
}

trouble trouble_of(int code) {
    switch (fondy::class_of(code)) {
        case fondy::error_class::idempotency: return trouble::known;
        case fondy::error_class::not_found: return trouble::not_found;
        case fondy::error_class::later: return trouble::later;
        case fondy::error_class::payer:
        case fondy::error_class::payout: return trouble::refused;
        case fondy::error_class::our_bug:
        case fondy::error_class::configuration:
        case fondy::error_class::unknown: break;
    }
    return code == only_whole ? trouble::refused : trouble::set_up;
}

movement_state movement_of(std::string_view word) {
    if (word == "approved" || word == "captured") return movement_state::accepted;
    return word == "declined" ? movement_state::declined : movement_state::waiting;
}

}  // namespace

class fondy_provider::said {
public:
    said(trouble t, int provider_code, std::string text) : why(t), code(provider_code), message(std::move(text)) {}
    explicit said(fondy::envelope e, std::string body) : content(std::move(e.content)), raw(std::move(body)) {}

    bool good() const { return why == trouble::none; }
    template <class T>
    answer<T> as() const {
        return answer<T>(why, code, message);
    }

    trouble why = trouble::none;
    int code = 0;
    std::string message;
    fondy::raw_value content;
    std::string raw;
};

fondy_provider::fondy_provider(boost::asio::io_context& io, const options& settings, std::string site_url, metrics::registry& m)
    : settings_(settings),
      merchant_(settings.merchant()),
      site_url_(std::move(site_url)),
      numbers_(m),
      web_(io, patient(settings)) {
    for (const auto* call : {"checkout/url", "status/order_id", "reverse/order_id", "capture/order_id", "transaction_list"})
        for (const auto* outcome : {"answered", "no_answer", "refused"}) calls(call, outcome);
}

metrics::counter fondy_provider::calls(std::string call, std::string outcome) {
    return numbers_.add_counter("gavel_payments_calls_total", "Requests to the payment provider",
                                {{"call", std::move(call)}, {"outcome", std::move(outcome)}});
}

bool fondy_provider::takes(std::string_view currency) const {
    std::string_view all = settings_.currencies;
    while (!all.empty()) {
        const auto comma = all.find(',');
        auto one = all.substr(0, comma);
        while (one.starts_with(' ')) one.remove_prefix(1);
        if (one.substr(0, 3) == currency) return true;
        if (comma == std::string_view::npos) break;
        all.remove_prefix(comma + 1);
    }
    return false;
}

fondy_provider::said fondy_provider::understood(int status, std::string body, bool must_be_signed) const {
    if (status != 200 && status != 201) return said(trouble::no_answer, 0, "HTTP " + std::to_string(status));
    auto e = fondy::open_envelope(body, merchant_.key);
    if (!e) return said(trouble::no_answer, 0, "not an answer of the gateway");
    if (e->error_code != 0) return said(trouble_of(e->error_code), e->error_code, e->error_message);
    if (must_be_signed && !e->is_signed) return said(trouble::no_answer, 0, "an answer with a wrong signature");
    return said(std::move(*e), std::move(body));
}

awaitable<fondy_provider::said> fondy_provider::call(std::string path, std::string body, bool must_be_signed, runtime::deadline until) {
    http_client::request r("POST", settings_.url + "/api/" + path);
    r.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    r.body = std::make_shared<const std::string>(std::move(body));
    r.answer_bytes_max = answer_bytes_max;
    said heard(trouble::no_answer, 0, "");
    try {
        auto got = co_await web_.send(std::move(r), until);
        heard = understood(got.status, std::move(got.body), must_be_signed);
    } catch (const http_client::failure& e) {
        // Never reached: it cannot have done anything.
        const bool reached = e.why != http_client::failure::reason::unreachable;
        heard = said(reached ? trouble::no_answer : trouble::later, 0, e.what());
    }
    const auto outcome = heard.good() ? "answered" : heard.why == trouble::no_answer ? "no_answer" : "refused";
    calls(path, outcome).add();
    if (heard.why == trouble::set_up) log::error("payments.provider_refuses_us", "call", path, "code", heard.code);
    else if (!heard.good()) log::warning("payments.call_failed", "call", path, "code", heard.code, "reason", heard.message);
    co_return heard;
}

awaitable<answer<open_page>> fondy_provider::open(page_order o, runtime::deadline until) {
    fondy::checkout c;
    c.order = std::move(o.order);
    c.title = std::move(o.title);
    c.amount = o.amount;
    c.currency = std::move(o.currency);
    c.response_url = site_url_ + o.return_url;
    c.callback_url = site_url_ + "/api/v1/payments/fondy/callback";
    c.lifetime_s = o.lifetime_s;
    c.language = std::move(o.language);
    c.hold = o.hold;
    c.retries = settings_.retries_there;
    auto body = fondy::request_body(merchant_, fondy::checkout_parameters(c));
    const auto heard = co_await call("checkout/url", std::move(body), false, until);
    if (!heard.good()) co_return heard.as<open_page>();
    open_page page;
    page.url = heard.content.text_of("checkout_url");
    if (!page.url.starts_with("http") || page.url.size() > 2048) co_return answer<open_page>(trouble::no_answer, 0, "no address of a page");
    co_return answer<open_page>(std::move(page));
}

awaitable<answer<provider_order>> fondy_provider::status(std::string order, runtime::deadline until) {
    auto body = fondy::request_body(merchant_, fondy::order_parameters(order));
    const auto heard = co_await call("status/order_id", std::move(body), true, until);
    if (!heard.good()) co_return heard.as<provider_order>();
    fondy::envelope e;
    e.content = heard.content;
    auto found = order_of(e, merchant_.id);
    if (!found || found->order != order) {
        log::error("payments.bad_answer", "call", "status/order_id");
        co_return answer<provider_order>(trouble::no_answer, 0, "an answer about something else");
    }
    found->raw = heard.raw;
    co_return answer<provider_order>(std::move(*found));
}

awaitable<answer<movement_state>> fondy_provider::reverse(movement m, runtime::deadline until) {
    auto body = fondy::request_body(merchant_, fondy::reverse_parameters(m.order, m.amount, m.currency, m.reverse_id, m.comment));
    const auto heard = co_await call("reverse/order_id", std::move(body), true, until);
    if (!heard.good()) co_return heard.as<movement_state>();
    if (heard.content.text_of("order_id") != m.order)
        co_return answer<movement_state>(trouble::no_answer, 0, "an answer about something else");
    co_return answer<movement_state>(movement_of(heard.content.text_of("reverse_status")));
}

// The documented answer has no signature; what it says is confirmed by the status anyway.
awaitable<answer<movement_state>> fondy_provider::capture(movement m, runtime::deadline until) {
    auto body = fondy::request_body(merchant_, fondy::capture_parameters(m.order, m.amount, m.currency));
    const auto heard = co_await call("capture/order_id", std::move(body), false, until);
    if (!heard.good()) co_return heard.as<movement_state>();
    co_return answer<movement_state>(movement_of(heard.content.text_of("capture_status")));
}

awaitable<answer<totals>> fondy_provider::sums(std::string order, runtime::deadline until) {
    auto body = fondy::request_body(merchant_, fondy::order_parameters(order));
    const auto heard = co_await call("transaction_list", std::move(body), false, until);
    if (!heard.good()) co_return heard.as<totals>();
    const auto lines = fondy::read_operations(heard.content);
    if (!lines) co_return answer<totals>(trouble::no_answer, 0, "a list that cannot be read");
    totals t;
    for (const auto& each : *lines) {
        if (!each.status.empty() && each.status != "approved") continue;
        if (each.kind == "purchase" || each.kind == "capture") t.charged += each.amount;
        if (each.kind == "reverse") t.reversed += each.amount;
    }
    co_return answer<totals>(t);
}

std::optional<provider_order> order_of(const fondy::envelope& e, std::string_view merchant_id) {
    auto f = fondy::read_order(e.content);
    if (!f || f->merchant != merchant_id) return std::nullopt;
    provider_order o;
    o.order = std::move(f->order);
    o.number = std::move(f->payment);
    o.state = static_cast<provider_state>(f->status);
    o.amount = f->amount;
    o.currency = std::move(f->currency);
    o.actual_amount = f->actual_amount;
    o.actual_currency = std::move(f->actual_currency);
    o.reversed = f->reversed;
    o.is_captured = f->is_captured;
    o.captured = f->captured;
    o.code = f->response_code;
    if (o.code != 0) o.decline = fondy::decline_of(o.code);
    o.kind = std::move(f->kind);
    o.card = f->card.substr(0, 30);
    return o;
}

}  // namespace gavel::payments
