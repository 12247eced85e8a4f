// Bids that reach a desk in the same moment, and a test's ways to be in the way of their transaction.
#pragma once
#include "modules/bidding/tests/auction_fixture.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace gavel::bidding::test {

// How one bid ended.
struct ending {
    std::optional<result<placed_bid>> answer;
    std::exception_ptr failure;

    bool accepted() const { return answer && answer->has_value(); }
    bool refused(const problem& why) const { return answer && !answer->has_value() && answer->error().is(why); }

    template <class Exception>
    bool failed_with() const {
        try {
            if (failure) std::rethrow_exception(failure);
        } catch (const Exception&) {
            return true;
        } catch (...) {}
        return false;
    }
};

class desk_test : public auction_test {
protected:
    // All of them are at the desk before it looks at the first; in this order.
    std::vector<ending> together(const std::vector<offer>& bids) { return together(here, bids, soon()); }

    std::vector<ending> together(bench& at, const std::vector<offer>& bids, pg::deadline until) {
        std::vector<ending> endings(bids.size());
        std::size_t left = bids.size();
        for (std::size_t i = 0; i < bids.size(); ++i)
            start(at, bids[i], until, [&, i](ending e) {
                endings[i] = std::move(e);
                --left;
            });
        turn_until([&] { return left == 0; });
        return endings;
    }

    // Begins one bid; `ended` is told how it went while somebody turns the loop.
    void start(bench& at, offer bid, pg::deadline until, std::function<void(ending)> ended) {
        boost::asio::co_spawn(io, place_at(at, std::move(bid), until), [ended = std::move(ended)](std::exception_ptr thrown, ending e) {
            e.failure = thrown;
            ended(std::move(e));
        });
    }

    template <class Condition>
    void turn_until(Condition holds) {
        const auto limit = std::chrono::steady_clock::now() + 30s;
        io.restart();
        while (!holds()) {
            if (io.run_one_until(limit) == 0) throw std::runtime_error("the loop has nothing left to do, or the time is over");
        }
    }

    std::vector<account_id> people(int count) {
        std::vector<account_id> all;
        for (int i = 0; i < count; ++i) all.push_back(account(fmt::format("bidder{}", i)));
        return all;
    }

    std::int64_t number(const std::string& sql) { return std::stoll(db.scalar(sql)); }

private:
    static boost::asio::awaitable<ending> place_at(bench& at, offer bid, pg::deadline until) {
        ending e;
        e.answer = co_await at.bids.place(std::move(bid), until);
        co_return e;
    }
};

}  // namespace gavel::bidding::test
