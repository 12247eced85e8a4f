// The promise of the mail queue, whole: a newsletter to 20,000 under a limit of 2,000 letters a day, on a fast clock, while servers are
// killed in the middle of it. Order kept, limits never crossed, nobody who waits for a letter waits behind it, nothing lost, nothing twice.
#include "modules/newsletters/tests/fixture.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <set>
#include <unordered_map>

namespace gavel::newsletters {
namespace {

constexpr int recipients_count = 20'000;
constexpr std::int64_t per_day = 2'000, per_day_bulk = 1'200;  // two reserves of 20 % are not for newsletters

mail::options limited(const std::string& smtp_url, const std::string& hello) {
    auto chosen = options_for(smtp_url, hello);
    chosen.per_day_max = per_day;
    return chosen;
}

// In a process that the proof below starts, this is all that happens: a server of ours, which works until it is killed.
class victim : public ::testing::Environment {
    void SetUp() override {
        const char* url = std::getenv("GAVEL_PROOF_PG_URL");
        const char* smtp_url = std::getenv("GAVEL_PROOF_SMTP_URL");
        if (!url || !smtp_url) return;
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        log::set_level(log::level::warning);
        boost::asio::io_context io{1};
        pg::pool_options options;
        options.url = url;
        pg::pool pool(io, options);
        metrics::registry numbers;
        const mail::postman carrier(limited(smtp_url, "victim"));
        mail::dispatcher post(io, pool, carrier, numbers);
        complete_letters(post, carrier);
        feeder feeds(pool);
        for (;;) {
            gavel::test::run_on(io, feeds.run_once());
            for (int i = 0; i < 50; ++i) gavel::test::run_on(io, post.run_once());
        }
    }
};
const auto* const registered = ::testing::AddGlobalTestEnvironment(new victim);

class proof_pgtest : public newsletters_pgtest {
protected:
    proof_pgtest() {
        chosen = limited(sink.url, "parent");
        open();
    }

    int start_victim() {
        const int child = ::fork();
        if (child != 0) return child;
        ::setenv("GAVEL_PROOF_PG_URL", db.url().c_str(), 1);
        ::setenv("GAVEL_PROOF_SMTP_URL", sink.url.c_str(), 1);
        ::execl("/proc/self/exe", "newsletters_pgtest", "--gtest_brief=1", "--gtest_filter=proof_pgtest.*", nullptr);
        ::_exit(127);
    }
    static void kill_victim(int child) {
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }

    // What may leave now leaves. Returns how many letters the mail server took.
    std::size_t send_what_may_leave() {
        const auto before = sink.count();
        for (bool more = true; more;) {
            feed();
            more = send_one();
            for (int i = 0; more && i < 200; ++i) more = send_one();
        }
        return sink.count() - before;
    }
    void write_transactional(const std::string& address) {
        const auto work = [&]() -> boost::asio::awaitable<void> {
            auto tx = co_await pool.begin(soon());
            mail::letter l("won", language::uk, address);
            for (const auto& each : mail::variables_of(mail::find_template("won", language::uk)))
                l.values[each] = each.ends_with("url") ? "https://auction.example/lots/7" : each;
            std::vector<mail::letter> letters(1, l);
            mail::enqueue(tx, letters);
            co_await tx.commit();
        };
        run(work());
    }
    // Both servers send at once until the other one has sent so many; then it is killed wherever it is.
    void send_beside_a_victim(std::size_t until) {
        const auto already = sink.count_of("victim");
        const int child = start_victim();
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        std::size_t seen = already;
        while (seen < already + until && std::chrono::steady_clock::now() < deadline) {
            const auto reached = sink.count_of("victim");
            // Never more than the other: a slow start of its must not find the day used up.
            if (reached > seen) send_one();
            else ::usleep(500);
            seen = reached;
        }
        kill_victim(child);
        EXPECT_GE(sink.count_of("victim"), already + until);
        pass("301 seconds");  // the lease of what it had in hand
    }
};

TEST_F(proof_pgtest, twenty_thousand_letters_under_a_daily_limit_with_servers_killed_on_the_way) {
    db.execute(
        fmt::format("insert into newsletter_subscribers (address, language, asked_by)"
                    " select 'reader' || n || '@example.org', (array['uk', 'en', 'ru'])[1 + n % 3], 'letter'"
                    " from generate_series(1, {}) n",
                    recipients_count));
    const auto c = written({{language::uk, "Новини"}, {language::en, "News"}});
    ASSERT_TRUE(tell(c.id, command::schedule));
    int days = 0, kills = 0;
    for (; now(c.id).state != campaign_state::sent; ++days) {
        ASSERT_LT(days, 25) << "it does not end";
        const auto day_begins = sink.count();
        feed();
        if (days == 1 || days == 5 || days == 9) {
            ++kills;
            send_beside_a_victim(150);
        }
        // Somebody who waits for a letter is next, in the middle of the newsletter and when its share of the day is used up.
        for (int i = 0; i < 20; ++i) send_one();
        for (const auto* when : {"amid", "late"}) {
            const auto address = fmt::format("{}{}@example.org", when, days);
            write_transactional(address);
            const auto next = sink.count();
            ASSERT_TRUE(send_one());
            EXPECT_EQ(sink.since(next).at(0).recipient, address);
            send_what_may_leave();
            EXPECT_LE(std::stoll(db.scalar("select count(*) from mail_letters where state in ('waiting', 'sending')")), portion_max);
        }
        const auto today = sink.count() - day_begins;
        EXPECT_LE(today, static_cast<std::size_t>(per_day_bulk) + 2) << "day " << days;
        pass("24 hours");
        db.execute("vacuum mail_departures");
        feed();
    }
    EXPECT_EQ(days, 17);
    EXPECT_EQ(kills, 3);

    // Nothing lost: everybody's letter came. Nothing twice: the letter that a killed server had in hand may come again under its own
    // Message-ID, by which mail programs know a copy; no other may.
    std::unordered_map<std::string, std::string> key_of;
    std::vector<std::string> order;
    std::set<std::string> ids;
    std::size_t copies = 0;
    for (const auto& each : sink.since(0)) {
        if (!each.recipient.starts_with("reader")) continue;
        const auto [known, first] = key_of.emplace(each.recipient, each.message_id);
        EXPECT_EQ(known->second, each.message_id) << "one reader, one letter";
        ids.insert(each.message_id);
        if (first) order.push_back(each.recipient);
        else ++copies;
    }
    EXPECT_EQ(key_of.size(), static_cast<std::size_t>(recipients_count));
    EXPECT_EQ(ids.size(), static_cast<std::size_t>(recipients_count));
    EXPECT_LE(copies, static_cast<std::size_t>(kills));
    EXPECT_EQ(now(c.id).counts.sent, recipients_count);

    // Order kept: two servers hold one letter each at a time, and a dead one's letter waits for its lease.
    std::size_t out_of_order = 0;
    for (std::size_t i = 1; i < order.size(); ++i) out_of_order += std::stoi(order[i].substr(6)) < std::stoi(order[i - 1].substr(6));
    EXPECT_LE(out_of_order, sink.count_of("victim") + static_cast<std::size_t>(kills));
    std::size_t furthest = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto place = static_cast<std::size_t>(std::stoi(order[i].substr(6)) - 1);
        const auto moved = place > i ? place - i : i - place;
        if (moved > 3 * static_cast<std::size_t>(kills)) ++furthest;
    }
    EXPECT_LE(furthest, static_cast<std::size_t>(kills)) << "only what a dead server held came late";
}

}  // namespace
}  // namespace gavel::newsletters
