// Lists against a naive model: random lots, random questions, every page, nothing missing and nothing twice.
#include "modules/catalogue/service.hpp"
#include "tests/support/saleroom.hpp"

#include "modules/catalogue/words.hpp"
#include "modules/lots/model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>

namespace gavel::catalogue {
namespace {

using lots::lot_state;
using test::made_lot;

constexpr std::array<const char*, 5> words{"Монета", "Медаль", "Годинник", "Лампа", "Platter"};
constexpr std::array<const char*, 4> asked_words{"монети", "МЕДАЛЬ", "годин", "platters"};
constexpr std::array<const char*, 5> categories{"coins-ukraine", "coins-world", "medals", "clocks", "kitchen"};
constexpr std::array states{lot_state::scheduled, lot_state::running, lot_state::ended_sold, lot_state::ended_unsold};

class lists_pgtest : public test::saleroom {
protected:
    template <class List>
    auto pick(const List& from) {
        return from[random_() % from.size()];
    }

    void fill(int count) {
        const std::array sellers{make_account("ann"), make_account("bob")};
        for (int i = 0; i < count; ++i) {
            made_lot m;
            m.seller = pick(sellers);
            m.title = fmt::format("{} {}", pick(words), 1900 + random_() % 3);
            m.category = pick(categories);
            m.condition = pick(lots::condition_names);
            m.state = pick(states);
            m.start = static_cast<std::int64_t>(100 * (1 + random_() % 5));  // few values, so that ties are common
            if (m.state == lot_state::ended_sold || (m.state == lot_state::running && random_() % 2)) {
                m.price = m.start + static_cast<std::int64_t>(100 * (random_() % 3));
                m.bids = static_cast<std::int64_t>(1 + random_() % 3);
            }
            const bool ended = m.state == lot_state::ended_sold || m.state == lot_state::ended_unsold;
            m.ends_in_s = static_cast<int>(ended ? -600 * (1 + random_() % 4) : 600 * (1 + random_() % 4));
            m.published_s_ago = static_cast<int>(10'000 + random_() % 5);
            make(m);
            all_.push_back(m);
        }
    }

    list_query random_query() {
        list_query q;
        q.state = static_cast<list_state>(random_() % 3);
        q.sort = static_cast<list_sort>(random_() % 5);
        if (random_() % 3 == 0) q.category = pick(std::array{"coins", "coins-ukraine", "medals", "jewellery", "no-such"});
        if (random_() % 3 == 0) q.conditions = std::vector<std::string>{"new", "good", "fair"};
        if (random_() % 4 == 0) q.min_price = 200;
        if (random_() % 4 == 0) q.max_price = 400;
        if (random_() % 4 == 0) q.seller = all_.front().seller;
        asked_ = random_() % 3 == 0 ? pick(asked_words) : nullptr;
        if (asked_) q.words = words_query(asked_);
        q.limit = static_cast<std::int64_t>(1 + random_() % 20);
        return q;
    }

    bool matches(const made_lot& m, const list_query& q) const {
        const bool ended = m.state == lot_state::ended_sold || m.state == lot_state::ended_unsold;
        if (q.state == list_state::running && m.state != lot_state::running) return false;
        if (q.state == list_state::scheduled && m.state != lot_state::scheduled) return false;
        if (q.state == list_state::ended && !ended) return false;
        if (q.category) {
            const std::string parent = m.category.starts_with("coins") ? "coins"
                                       : m.category == "medals"        ? "militaria"
                                       : m.category == "clocks"        ? "jewellery"
                                                                       : "home";
            if (*q.category != m.category && *q.category != parent) return false;
        }
        if (q.conditions && std::ranges::find(*q.conditions, m.condition) == q.conditions->end()) return false;
        if (q.min_price && m.present_price() < *q.min_price) return false;
        if (q.max_price && m.present_price() > *q.max_price) return false;
        if (q.seller && m.seller != *q.seller) return false;
        if (asked_) {
            const auto word =
                std::ranges::find(asked_words, std::string_view(asked_), [](const char* each) { return std::string_view(each); });
            const std::array<const char*, 4> meant{"Монета", "Медаль", "Годинник", "Platter"};
            if (!m.title.starts_with(meant[static_cast<std::size_t>(word - asked_words.begin())])) return false;
        }
        return true;
    }

    static bool before(const made_lot& a, const made_lot& b, const list_query& q) {
        const auto by = [](auto x, auto y, bool ascending, lot_id ix, lot_id iy) {
            if (x != y) return ascending ? x < y : x > y;
            return ascending ? ix < iy : ix > iy;
        };
        switch (q.sort) {
            case list_sort::ending: return by(a.ends_in_s, b.ends_in_s, q.state != list_state::ended, a.id, b.id);
            case list_sort::newest: return by(-a.published_s_ago, -b.published_s_ago, false, a.id, b.id);
            case list_sort::price_asc: return by(a.present_price(), b.present_price(), true, a.id, b.id);
            case list_sort::price_desc: return by(a.present_price(), b.present_price(), false, a.id, b.id);
            case list_sort::bids: return by(a.bids, b.bids, false, a.id, b.id);
        }
        return false;
    }

    std::vector<lot_id> expected(const list_query& q) const {
        std::vector<made_lot> found;
        for (const auto& each : all_)
            if (matches(each, q)) found.push_back(each);
        std::ranges::sort(found, [&](const auto& a, const auto& b) { return before(a, b, q); });
        std::vector<lot_id> ids;
        for (const auto& each : found) ids.push_back(each.id);
        return ids;
    }

    // Follows cursors through their text, as a client does.
    std::vector<lot_id> read_all(list_query q, std::size_t total) {
        std::vector<lot_id> ids;
        for (;;) {
            const auto page = run(catalogue.list(q, soon()));
            EXPECT_EQ(static_cast<std::size_t>(page.total), total);
            EXPECT_LE(page.cards.items.size(), static_cast<std::size_t>(q.limit));
            for (const auto& each : page.cards.items) ids.push_back(each.id);
            if (!page.cards.next) return ids;
            q.after = read_cursor(q.order(), write_cursor(q.order(), *page.cards.next));
            if (!q.after || page.cards.items.empty()) {
                ADD_FAILURE() << "a cursor that leads nowhere";
                return ids;
            }
        }
    }

    gavel::catalogue::options chosen;
    caches shared{chosen};
    service catalogue{pool, shared};
    std::mt19937 random_{20261122};
    std::vector<made_lot> all_;
    const char* asked_ = nullptr;
};

TEST_F(lists_pgtest, every_question_is_answered_like_the_naive_model) {
    fill(250);
    std::size_t not_empty = 0;
    for (int i = 0; i < 150; ++i) {
        const auto q = random_query();
        const auto ids = expected(q);
        not_empty += !ids.empty();
        EXPECT_EQ(read_all(q, ids.size()), ids)
            << "question " << i << " sort " << static_cast<int>(q.sort) << " state " << static_cast<int>(q.state);
    }
    EXPECT_GT(not_empty, 50u);
}

TEST_F(lists_pgtest, drafts_are_never_listed) {
    const auto seller = make_account("ann");
    db.execute(fmt::format("insert into lots (seller_id, title) values ({}, 'Монета чернетка')", seller.value));
    list_query q;
    q.words = words_query("монета");
    EXPECT_EQ(run(catalogue.list(q, soon())).total, 0);
    q.words.reset();
    q.seller = seller;
    EXPECT_EQ(run(catalogue.list(q, soon())).total, 0);
}

TEST_F(lists_pgtest, a_search_without_a_word_finds_nothing) {
    fill(3);
    list_query q;
    q.words = words_query("!!!");
    EXPECT_EQ(run(catalogue.list(q, soon())).total, 0);
}

TEST_F(lists_pgtest, a_made_up_cursor_is_only_an_odd_place_to_begin) {
    fill(3);
    for (const auto key : {std::int64_t{0}, std::int64_t{1} << 40, std::numeric_limits<std::int64_t>::max()})
        for (int sort = 0; sort < 5; ++sort) {
            list_query q;
            q.sort = static_cast<list_sort>(sort);
            q.after = position{key, std::numeric_limits<std::int64_t>::max()};
            EXPECT_NO_THROW((void)run(catalogue.list(q, soon()))) << key << " " << sort;
            own_query mine;
            mine.after = q.after;
            EXPECT_NO_THROW((void)run(catalogue.lots_of(all_.front().seller, mine, soon())));
            EXPECT_NO_THROW((void)run(catalogue.watched_by(all_.front().seller, mine, soon())));
            EXPECT_NO_THROW((void)run(catalogue.bids_of(all_.front().seller, mine, soon())));
        }
}

TEST_F(lists_pgtest, own_lots_come_newest_change_first) {
    const auto seller = make_account("ann");
    std::vector<lot_id> ids;
    for (int i = 0; i < 5; ++i) {
        made_lot m;
        m.seller = seller;
        m.state = i == 0 ? lot_state::ended_unsold : i == 1 ? lot_state::scheduled : lot_state::running;
        m.ends_in_s = i == 0 ? -60 : 600;
        make(m);
        ids.insert(ids.begin(), m.id);
    }
    db.execute(fmt::format("insert into lots (seller_id, start_amount, reserve_amount) values ({}, 100, 200)", seller.value));
    own_query q;
    q.limit = 4;
    const auto first = run(catalogue.lots_of(seller, q, soon()));
    ASSERT_EQ(first.items.size(), 4u);
    EXPECT_EQ(first.items[0].state, lot_state::draft);
    EXPECT_EQ(first.items[0].title, std::nullopt);
    EXPECT_EQ(first.items[0].reserve, bidding::reserve_status::not_met);
    EXPECT_EQ(first.items[1].id, ids[0]);
    q.after = first.next;
    const auto second = run(catalogue.lots_of(seller, q, soon()));
    ASSERT_EQ(second.items.size(), 2u);
    EXPECT_EQ(second.next, std::nullopt);
    for (const auto& [state, count] : {std::pair{"draft", 1u}, {"scheduled", 1u}, {"running", 3u}, {"ended", 1u}}) {
        own_query only;
        only.only = state;
        EXPECT_EQ(run(catalogue.lots_of(seller, only, soon())).items.size(), count) << state;
    }
    db.execute(
        fmt::format("update standings set state = 'frozen', frozen_at = now() where lot_id = {};"
                    "update standings set state = 'cancelled', cancelled_for = 'damaged', closed_at = now() where lot_id = {}",
                    ids[0].value, ids[1].value));
    for (const auto& [state, count] : {std::pair{"running", 2u}, {"ended", 2u}}) {
        own_query only;
        only.only = state;
        EXPECT_EQ(run(catalogue.lots_of(seller, only, soon())).items.size(), count) << state;
    }
    EXPECT_TRUE(run(catalogue.lots_of(make_account("bob"), {}, soon())).items.empty());
}

TEST_F(lists_pgtest, watched_lots_end_first_and_ended_ones_come_last) {
    const auto seller = make_account("ann"), watcher = make_account("wat");
    std::map<int, lot_id> made;
    for (const int ends : {-500, 900, -100, 300}) {
        made_lot m;
        m.seller = seller;
        m.state = ends < 0 ? lot_state::ended_unsold : lot_state::running;
        m.ends_in_s = ends;
        make(m);
        made[ends] = m.id;
        db.execute(fmt::format("insert into watches (account_id, lot_id) values ({}, {})", watcher.value, m.id.value));
    }
    own_query q;
    q.limit = 1;
    std::vector<lot_id> ids;
    for (int guard = 0; guard < 9; ++guard) {
        const auto page = run(catalogue.watched_by(watcher, q, soon()));
        for (const auto& each : page.items) ids.push_back(each.id);
        if (!page.next) break;
        q.after = page.next;
    }
    EXPECT_EQ(ids, (std::vector<lot_id>{made[300], made[900], made[-100], made[-500]}));
}

TEST_F(lists_pgtest, own_bids_say_how_one_stands) {
    const auto seller = make_account("ann"), me = make_account("me");
    const auto lot_in = [&](lot_state state, bool leading, int bid_s_ago) {
        made_lot m;
        m.seller = seller;
        make(m);
        m.price = 10'000;
        lead(m, leading ? me : bidder(), bid_s_ago);
        if (!leading)
            db.execute(fmt::format(
                "insert into participants (lot_id, bidder_id, number, max_amount, max_seq, last_bid_at) values ({}, {}, 2, 10000, 3, {})",
                m.id.value, me.value, moment(-bid_s_ago)));
        if (state == lot_state::ended_sold)
            db.execute(fmt::format("update standings set state = 'ended_sold', sold_by = 'hammer', closed_at = ends_at where lot_id = {}",
                                   m.id.value));
        return m.id;
    };
    const auto leading = lot_in(lot_state::running, true, 40), outbid = lot_in(lot_state::running, false, 30);
    const auto won = lot_in(lot_state::ended_sold, true, 20), lost = lot_in(lot_state::ended_sold, false, 10);
    const auto page = run(catalogue.bids_of(me, {}, soon()));
    ASSERT_EQ(page.items.size(), 4u);
    const std::vector<std::pair<lot_id, std::string>> wanted{{lost, "lost"}, {won, "won"}, {outbid, "outbid"}, {leading, "leading"}};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        EXPECT_EQ(page.items[i].lot.id, wanted[i].first);
        EXPECT_EQ(page.items[i].relation, wanted[i].second);
        EXPECT_EQ(page.items[i].max.amount, 10'000);
        own_query only;
        only.only = wanted[i].second;
        only.limit = 1;
        const auto filtered = run(catalogue.bids_of(me, only, soon()));
        ASSERT_EQ(filtered.items.size(), 1u);
        EXPECT_EQ(filtered.items.front().lot.id, wanted[i].first);
        EXPECT_EQ(filtered.next, std::nullopt);
    }
}

}  // namespace
}  // namespace gavel::catalogue
