#include "bench/load/streams.hpp"

#include "bench/load/exchange.hpp"
#include "bench/load/ladder.hpp"
#include "bench/load/poll.hpp"
#include "bench/load/reader.hpp"
#include "bench/load/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <stdexcept>

namespace gavel::load {

namespace {

using namespace std::chrono_literals;

constexpr int opened_at_once = 100;
constexpr auto patience = 30s;
constexpr int slow_receive_buffer = 4096;  // bytes

class audience {
public:
    explicit audience(const streams_plan& plan)
        : plan_(plan),
          server_(address::parse(plan.server)),
          lot_(plan.lot),
          bidder_(server_, poll_, [this](exchange&, const answer& a) { answered(a); }) {}

    void run() {
        open();
        change_prices();
        until([this] { return everybody_has(quick_, changes_.back().version); });
        for (auto& each : slow_) each.listen(poll_);
        until([this] { return everybody_has(slow_, changes_.back().version); });
        report();
    }

private:
    struct change {
        std::int64_t version;
        instant placed_at;
    };

    static bool everybody_has(const std::deque<reader>& readers, std::int64_t version) {
        return std::ranges::all_of(readers, [&](const auto& each) { return each.version() >= version; });
    }

    template <class Condition>
    void until(Condition holds) {
        const auto latest = clock::now() + patience;
        while (!holds()) {
            if (clock::now() > latest) throw std::runtime_error("an answer or an event did not come");
            poll_.once(clock::now() + 100ms);
        }
    }

    void open() {
        for (int i = 0; i < plan_.slow; ++i) slow_.emplace_back(server_, lot_.id(), slow_receive_buffer);
        for (int i = plan_.slow; i < plan_.streams; ++i) {
            quick_.emplace_back(server_, lot_.id(), 0).listen(poll_);
            if (i % opened_at_once == 0) until([this] { return everybody_has(quick_, 1); });
        }
        until([this] { return everybody_has(quick_, 1); });
    }

    void change_prices() {
        const auto began = clock::now();
        const auto pause = std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(1 / plan_.changes_per_s));
        for (auto next = began; next < began + plan_.measured; next += pause) {
            while (clock::now() < next) poll_.once(next);
            bid_once();
        }
        took_ = clock::now() - began;
    }

    void bid_once() {
        bid next;
        next.lot = lot_.id();
        next.session = plan_.sessions[turn_++ % plan_.sessions.size()];
        next.max = lot_.next_max();
        bidder_.send(next);
        answer_awaited_ = true;
        until([this] { return !answer_awaited_; });
    }

    void answered(const answer& a) {
        answer_awaited_ = false;
        lot_.learn(a);
        const auto placed_at = parse_instant(a.text("placed_at"));
        const auto version = a.number("version");
        if (!a.accepted() || !placed_at || !version) throw std::runtime_error(fmt::format("a bid was answered {}: {}", a.status, a.body));
        changes_.push_back({*version, *placed_at});
    }

    // How long each change took to reach each quick reader, itself or under a newer one.
    void measure(const reader& by, samples& took, std::size_t& skipped) const {
        auto seen = by.sightings().begin();
        for (const auto& each : changes_) {
            while (seen->version < each.version) ++seen;
            took.add(seen->at - each.placed_at);
            if (seen->version > each.version) ++skipped;
        }
    }

    void report() const {
        samples took;
        std::size_t skipped = 0;
        for (const auto& each : quick_) measure(each, took, skipped);
        std::size_t fewest = changes_.size(), most = 0;
        for (const auto& each : slow_) {
            fewest = std::min(fewest, each.sightings().size());
            most = std::max(most, each.sightings().size());
        }
        fmt::print("changes={} rate={:.1f}/s p50={:.1f}ms p99={:.1f}ms max={:.1f}ms skipped={} slow_fewest={} slow_most={}\n",
                   changes_.size(), static_cast<double>(changes_.size()) / std::chrono::duration<double>(took_).count(),
                   took.percentile_ms(0.5), took.percentile_ms(0.99), took.percentile_ms(1), skipped, fewest, most);
    }

    const streams_plan& plan_;
    const address server_;
    ladder lot_;
    poll poll_;
    exchange bidder_;
    std::deque<reader> quick_, slow_;
    std::vector<change> changes_;  // versions rise
    bool answer_awaited_ = false;
    std::size_t turn_ = 0;
    clock::duration took_{};
};

}  // namespace

void run_streams(const streams_plan& plan) { audience(plan).run(); }

}  // namespace gavel::load
