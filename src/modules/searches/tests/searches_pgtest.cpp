// Searches that are kept, and new lots that they find.
#include "modules/searches/errors.hpp"
#include "modules/searches/filter.hpp"
#include "modules/searches/service.hpp"
#include "modules/searches/worker.hpp"
#include "tests/support/saleroom.hpp"

#include <gtest/gtest.h>

namespace gavel::searches {
namespace {

class searches_pgtest : public gavel::test::saleroom {
protected:
    searches_pgtest() {
        owner = make_account("owner");
        seller = make_account("seller");
    }
    saved_search save(const std::string& query, const std::string& name = "Coins") {
        const auto kept = run(searches.save(owner, name, read_filter(query), soon()));
        EXPECT_TRUE(kept);
        // As if it had been saved an hour ago.
        db.execute(fmt::format("update saved_searches set seen_until = {} where id = {}", moment(-3600), kept->search.id.value));
        return kept->search;
    }
    lot_id publish(std::string title, std::int64_t start = 10'000, account_id by = {}, std::string category = "coins-ukraine",
                   int s_ago = 300) {
        gavel::test::made_lot m;
        m.seller = by.value ? by : seller;
        m.title = std::move(title);
        m.start = start;
        m.category = std::move(category);
        m.published_s_ago = s_ago;
        make(m);
        return m.id;
    }
    // Lots of the newest news, as they are told; looks first.
    std::string look() {
        db.execute("delete from jobs");
        run(worker(pool, searches::options()).run_once());
        return db.scalar(
            "select coalesce(string_agg((e->'found'->>'count') || ':' || (select string_agg(l->>'lot', ',' order by n)"
            " from jsonb_array_elements(e->'found'->'lots') with ordinality as ls (l, n)), ' '), '')"
            " from jobs, jsonb_array_elements(payload->'events') as e");
    }
    void pass(const std::string& time) { db.execute(fmt::format("update saved_searches set look_at = look_at - interval '{}'", time)); }

    account_id owner, seller;
    service searches{pool};
};

TEST_F(searches_pgtest, are_kept_once_renamed_and_forgotten) {
    const auto first = save("q=coin&sort=newest");
    const auto again = run(searches.save(owner, "Other name", read_filter("q=coin"), soon()));
    EXPECT_FALSE(again->is_new);
    EXPECT_EQ(again->search.id, first.id);
    EXPECT_EQ(again->search.name, "Coins");
    const auto changed = run(searches.change(owner, first.id, "Silver", false, soon()));
    EXPECT_EQ(changed->name, "Silver");
    EXPECT_FALSE(changed->mail);
    EXPECT_FALSE(run(searches.change(seller, first.id, "Mine", true, soon()))) << "somebody else's";
    EXPECT_FALSE(run(searches.remove(seller, first.id, soon())));
    EXPECT_EQ(run(searches.list(owner, soon())).size(), 1u);
    EXPECT_TRUE(run(searches.remove(owner, first.id, soon())));
    EXPECT_TRUE(run(searches.list(owner, soon())).empty());
}

TEST_F(searches_pgtest, are_bounded_in_number) {
    for (int i = 0; i < searches_max; ++i) save("min_price=" + std::to_string(i));
    const auto refused = run(searches.save(owner, "One more", read_filter("q=x"), soon()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(&refused.error().kind(), &too_many_searches);
    EXPECT_TRUE(run(searches.save(owner, "Known", read_filter("min_price=3"), soon())));
}

TEST_F(searches_pgtest, find_what_was_published_since_and_fits) {
    save("q=%D0%BC%D0%BE%D0%BD%D0%B5%D1%82%D0%B0&category=coins&max_price=20000");
    publish("Монета стара", 10'000, {}, "coins-ukraine", 4000);  // before the search began
    publish("Ложка");
    publish("Монета дорога", 50'000);
    publish("Монета власна", 10'000, owner);
    publish("Монета не там", 10'000, {}, "paintings");
    publish("Монета щойно", 10'000, {}, "coins-ukraine", 5);
    EXPECT_EQ(look(), "");
    const auto first = publish("Монета 1992"), second = publish("Монети світу", 20'000, {}, "coins-world", 200);
    EXPECT_EQ(look(), "") << "ten minutes between two looks";
    pass("10 minutes");
    db.execute(fmt::format("update saved_searches set seen_until = {}", moment(-3600)));
    EXPECT_EQ(look(), fmt::format("2:{},{}", second.value, first.value));
}

TEST_F(searches_pgtest, rest_for_a_day_after_a_hit_and_forget_nothing_meanwhile) {
    save("q=%D0%BC%D0%BE%D0%BD%D0%B5%D1%82%D0%B0");
    publish("Монета перша");
    EXPECT_NE(look(), "");
    EXPECT_EQ(db.scalar("select (found_at is not null)::text from saved_searches"), "true");
    const auto later = publish("Монета друга", 10'000, {}, "coins-ukraine", 100);
    db.execute(fmt::format("update saved_searches set seen_until = {}", moment(-200)));
    pass("23 hours");
    EXPECT_EQ(look(), "");
    pass("1 hour");
    EXPECT_EQ(look(), fmt::format("1:{}", later.value)) << "only what it has not told yet";
}

}  // namespace
}  // namespace gavel::searches
