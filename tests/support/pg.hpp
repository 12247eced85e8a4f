// PostgreSQL for tests: every test gets a database of its own with the whole schema in it.
//
//   class bids_pgtest : public gavel::test::pg_test {};
//   TEST_F(bids_pgtest, first_bid_leads) {
//       db.execute("insert into ...");                        // plain SQL, blocking
//       const auto placed = run(service.place(offer, soon()));  // drives io until the coroutine ends
//       EXPECT_EQ(db.scalar("select count(*) from bids"), "1");
//   }
//
// GAVEL_TEST_PG_URL names a server whose user may create databases; without it every such test fails with a sentence that says so.
#pragma once
#include "platform/pg/pool.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace gavel::test {

// A freshly created database, migrated unless asked otherwise. Copies of one template that each process migrates once.
// Dropped when the process ends.
class database {
public:
    enum class content { migrated, empty };

    explicit database(content wanted = content::migrated);  // throws std::runtime_error
    ~database();
    database(const database&) = delete;
    database& operator=(const database&) = delete;

    const std::string& url() const { return url_; }  // libpq connection string
    const std::string& name() const { return name_; }

    void execute(std::string_view sql);        // one or more statements; blocking; throws std::runtime_error
    std::string scalar(std::string_view sql);  // first column of the first row, "" for null or no row
    void kill_connections();                   // pg_terminate_backend of everybody else in this database

private:
    struct wire;
    std::string name_, url_;
    std::unique_ptr<wire> wire_;
};

// A pool on a database of its own and an io_context that the test drives itself.
class pg_test : public testing::Test {
protected:
    explicit pg_test(database::content wanted = database::content::migrated);
    ~pg_test() override;

    // Runs io until `work` has ended and returns its value or throws its exception; throws std::runtime_error after `limit`.
    template <class T>
    T run(boost::asio::awaitable<T> work, std::chrono::steady_clock::duration limit = std::chrono::seconds(20)) {
        return run_on(io, std::move(work), limit);
    }

    // A deadline nobody reaches in a healthy test.
    static pg::deadline soon() { return runtime::within(std::chrono::seconds(10)); }
    pg::pool_options options(std::int64_t connections_max = 4) const;  // of another pool on the same database

    boost::asio::io_context io{1};
    database db;
    pg::pool pool;
};

}  // namespace gavel::test
