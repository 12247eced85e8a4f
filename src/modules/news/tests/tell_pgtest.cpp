// News become as many jobs as it takes, exactly if their transaction commits.
#include "modules/news/event.hpp"
#include "tests/support/pg.hpp"

#include <gtest/gtest.h>

namespace gavel::news {
namespace {

class tell_pgtest : public test::pg_test {
protected:
    boost::asio::awaitable<void> tell_many(std::size_t count, bool commit) {
        std::vector<event> events(count);
        for (std::size_t i = 0; i < count; ++i) {
            events[i].account = account_id{static_cast<std::int64_t>(i + 1)};
            events[i].lot = lot_id{1};
        }
        auto tx = co_await pool.begin(soon());
        tell(tx, events);
        if (commit) co_await tx.commit();
        else co_await tx.rollback();
    }
    std::string sizes() { return db.scalar("select string_agg(jsonb_array_length(payload->'events')::text, ' ' order by id) from jobs"); }
};

TEST_F(tell_pgtest, as_many_jobs_as_it_takes) {
    run(tell_many(0, true));
    EXPECT_EQ(sizes(), "");
    run(tell_many(2 * events_max + 1, true));
    EXPECT_EQ(sizes(), "500 500 1");
    EXPECT_EQ(db.scalar("select count(distinct event->>'account') from jobs, jsonb_array_elements(payload->'events') as event"), "1001");
    EXPECT_EQ(db.scalar("select string_agg(distinct kind || ' ' || state, ',') from jobs"), "notifications.events waiting");
}

TEST_F(tell_pgtest, nothing_if_the_transaction_goes) {
    run(tell_many(10, false));
    EXPECT_EQ(sizes(), "");
}

}  // namespace
}  // namespace gavel::news
