#include "bench/load/bids.hpp"

#include "bench/load/exchange.hpp"
#include "bench/load/ladder.hpp"
#include "bench/load/poll.hpp"
#include "bench/load/samples.hpp"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

namespace gavel::load {

namespace {

class bidding {
public:
    explicit bidding(const bids_plan& plan) : plan_(plan), server_(address::parse(plan.server)) {
        for (const auto& line : plan.lots) lots_.emplace_back(line);
    }

    void run() {
        std::deque<line> lines;
        for (int i = 0; i < plan_.connections; ++i) {
            auto& each = lines.emplace_back();
            each.http = std::make_unique<exchange>(server_, poll_, [this, &each](exchange&, const answer& a) { answered(each, a); });
        }
        const auto began = clock::now();
        measure_from_ = began + plan_.warm_up;
        measure_to_ = measure_from_ + plan_.measured;
        for (auto& each : lines) bid_on(each);
        while (clock::now() < measure_to_) poll_.once(measure_to_);
        report();
    }

private:
    struct line {
        std::unique_ptr<exchange> http;
        ladder* lot = nullptr;
    };

    void bid_on(line& on) {
        on.lot = &lots_[std::uniform_int_distribution<std::size_t>(0, lots_.size() - 1)(random_)];
        bid next;
        next.lot = on.lot->id();
        next.session = plan_.sessions[turn_++ % plan_.sessions.size()];
        next.max = on.lot->next_max();
        on.http->send(next);
    }

    void answered(line& on, const answer& a) {
        const auto now = clock::now();
        if (!a.accepted() && !a.refused()) throw std::runtime_error(fmt::format("a bid was answered {}: {}", a.status, a.body));
        on.lot->learn(a);
        if (now >= measure_from_ && now < measure_to_) {
            if (a.accepted()) took_.add(now - on.http->sent_at());
            else ++refused_[std::string(a.text("code"))];
        }
        bid_on(on);
    }

    void report() {
        const auto seconds = std::chrono::duration<double>(plan_.measured).count();
        std::int64_t refused = 0;
        std::string codes;
        for (const auto& [code, count] : refused_) {
            refused += count;
            codes += fmt::format(" {}:{}", code, count);
        }
        fmt::print("accepted={:.0f}/s refused={:.0f}/s p50={:.2f}ms p99={:.2f}ms{}\n", static_cast<double>(took_.size()) / seconds,
                   static_cast<double>(refused) / seconds, took_.percentile_ms(0.5), took_.percentile_ms(0.99), codes);
    }

    const bids_plan& plan_;
    const address server_;
    std::vector<ladder> lots_;
    poll poll_;
    std::mt19937_64 random_{20261125};
    std::size_t turn_ = 0;
    clock::time_point measure_from_, measure_to_;
    samples took_;
    std::map<std::string, std::int64_t> refused_;  // by code
};

}  // namespace

void run_bids(const bids_plan& plan) { bidding(plan).run(); }

}  // namespace gavel::load
