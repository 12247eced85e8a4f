// Who is served when: order, fairness between lots, lots that are out.
#include "modules/bidding/bid_queue.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::bidding {
namespace {

class bid_queue_test : public testing::Test {
protected:
    void arrive(const std::string& lots) {
        for (const char lot : lots) {
            waiting_bid next;
            next.bid.lot = lot_id{lot};
            next.bid.max.amount = ++arrived_;
            next.take_by = at(arrived_);
            queue_.add(std::move(next));
        }
    }

    static runtime::deadline at(std::int64_t second) { return runtime::deadline(std::chrono::seconds(second)); }

    // "a1 b2": lots with the number of their arrival.
    std::string take(std::size_t most) { return text_of(queue_.take(most)); }
    std::string late(std::int64_t second) { return text_of(queue_.take_late(at(second))); }

    static std::string text_of(const std::vector<waiting_bid>& bids) {
        std::string text;
        for (const auto& each : bids) {
            if (!text.empty()) text += ' ';
            text += static_cast<char>(each.bid.lot.value) + std::to_string(each.bid.max.amount);
        }
        return text;
    }

    void done(const std::string& lots) {
        std::vector<lot_id> all;
        for (const char lot : lots) all.push_back(lot_id{lot});
        queue_.done(all);
    }

    bid_queue queue_;

private:
    std::int64_t arrived_ = 0;
};

TEST_F(bid_queue_test, everything_that_waits_goes_together_in_order) {
    EXPECT_FALSE(queue_.ready());
    arrive("abacb");
    EXPECT_TRUE(queue_.ready());
    EXPECT_EQ(take(10), "a1 b2 a3 c4 b5");
    EXPECT_FALSE(queue_.ready());
    EXPECT_EQ(take(10), "");
}

TEST_F(bid_queue_test, a_lot_whose_bids_are_out_waits_for_them) {
    arrive("ab");
    EXPECT_EQ(take(10), "a1 b2");
    arrive("acb");
    EXPECT_EQ(take(10), "c4");
    EXPECT_FALSE(queue_.ready());
    done("ab");
    EXPECT_EQ(take(10), "a3 b5");
}

TEST_F(bid_queue_test, the_rest_of_a_hot_lot_goes_behind_the_others) {
    arrive("aaaab");
    EXPECT_EQ(take(3), "a1 a2 a3");
    arrive("c");
    done("a");
    EXPECT_EQ(take(2), "b5 c6");
    EXPECT_EQ(take(2), "a4");
    done("abc");
    EXPECT_FALSE(queue_.ready());
}

TEST_F(bid_queue_test, whoever_waited_too_long_goes) {
    arrive("abab");
    EXPECT_EQ(late(0), "");
    EXPECT_EQ(late(1), "a1");
    EXPECT_EQ(take(1), "a3");
    arrive("a");
    EXPECT_EQ(late(4), "b2 b4");
    EXPECT_FALSE(queue_.ready()) << "what is out cannot be late any more";
    done("a");
    EXPECT_EQ(late(5), "a5");
    EXPECT_TRUE(queue_.empty());
}

}  // namespace
}  // namespace gavel::bidding
