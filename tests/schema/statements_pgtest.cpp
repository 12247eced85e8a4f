// Every statement of the program is understood by a freshly migrated database: a misspelt column fails here, not at a customer's.
#include "platform/pg/migrator/blocking.hpp"
#include "tests/support/pg.hpp"

#include <set>

namespace gavel {
namespace {

TEST(statements, are_all_prepared_by_the_server) {
    test::database fresh;
    pg::blocking_connection server(fresh.url());
    int count = 0;
    for (const auto* each = pg::statement::first(); each; each = each->next()) {
        ++count;
        try {
            server.prepare(each->name(), each->sql());
        } catch (const pg::error& e) {
            ADD_FAILURE() << each->name() << ": " << e.what();
        }
    }
    EXPECT_GT(count, 50) << "the modules are not linked in whole";
}

// Names are what the server knows a prepared statement by, and what metrics and logs say.
TEST(statements, have_names_of_their_own) {
    std::set<std::string> seen;
    for (const auto* each = pg::statement::first(); each; each = each->next()) {
        const std::string name = each->name();
        EXPECT_TRUE(seen.insert(name).second) << name << " is used twice";
        EXPECT_LT(name.size(), 64u) << name << " is longer than the server can tell apart";
        EXPECT_NE(name.find('.'), std::string::npos) << name << " is not module.what";
    }
}

}  // namespace
}  // namespace gavel
