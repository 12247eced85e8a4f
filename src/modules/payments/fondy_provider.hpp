// Fondy (and gateways that speak its protocol) as a provider. What it says is checked: signature, merchant, order. One io thread.
#pragma once
#include "modules/payments/options.hpp"
#include "modules/payments/provider.hpp"
#include "platform/http_client/client.hpp"
#include "platform/observe/metrics.hpp"

#include <boost/asio/io_context.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace gavel::fondy {
struct envelope;
}

namespace gavel::payments {

class fondy_provider final : public provider {
public:
    // `site_url`: where its callbacks go. `settings` outlives it.
    fondy_provider(boost::asio::io_context& io, const options& settings, std::string site_url, metrics::registry& m);

    std::string_view name() const override { return "fondy"; }
    bool is_set_up() const override { return settings_.is_set_up(); }
    bool takes(std::string_view currency) const override;
    awaitable<answer<open_page>> open(page_order o, runtime::deadline until) override;
    awaitable<answer<provider_order>> status(std::string order, runtime::deadline until) override;
    awaitable<answer<movement_state>> reverse(movement m, runtime::deadline until) override;
    awaitable<answer<movement_state>> capture(movement m, runtime::deadline until) override;
    awaitable<answer<totals>> sums(std::string order, runtime::deadline until) override;

private:
    metrics::counter calls(std::string call, std::string outcome);
    class said;  // private: an envelope or why there is none
    awaitable<said> call(std::string path, std::string body, bool must_be_signed, runtime::deadline until);
    said understood(int status, std::string body, bool must_be_signed) const;

    const options& settings_;
    const fondy::merchant merchant_;
    const std::string site_url_;
    metrics::registry& numbers_;
    http_client::client web_;
};

// The order of a signed message; nothing if it is not of this merchant or does not say how the order stands. Pure.
std::optional<provider_order> order_of(const fondy::envelope& e, std::string_view merchant_id);

}  // namespace gavel::payments
