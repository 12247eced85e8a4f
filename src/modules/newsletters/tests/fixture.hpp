// Subscribers, campaigns and the two loops that send them, for the tests of this module.
#pragma once
#include "modules/mail/dispatcher.hpp"
#include "modules/mail/link_key.hpp"
#include "modules/newsletters/campaigns.hpp"
#include "modules/newsletters/feeder.hpp"
#include "modules/newsletters/letters.hpp"
#include "modules/newsletters/subscriptions.hpp"
#include "platform/observe/log.hpp"
#include "tests/support/mail_sink.hpp"
#include "tests/support/pg.hpp"

#include <fmt/format.h>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace gavel::newsletters {

inline mail::options options_for(const std::string& smtp_url, const std::string& hello) {
    mail::options chosen;
    chosen.smtp.url = smtp_url;
    chosen.smtp.require_tls = false;
    chosen.smtp.hello_name = hello;
    chosen.smtp.timeout_ms = 10'000;
    chosen.from = "Gavel <mail@auction.example>";
    chosen.site_url = "https://auction.example";
    chosen.connections_max = 1;
    return chosen;
}

class newsletters_pgtest : public gavel::test::pg_test {
protected:
    newsletters_pgtest() : chosen(options_for(sink.url, "parent")) {
        log::set_level(log::level::warning);  // a line for each of many thousand letters is no news
        open();
    }
    void open() {
        post.reset();
        desk.reset();
        carrier.emplace(chosen);
        desk.emplace(pool, *carrier);
        post.emplace(io, pool, *carrier, numbers);
        complete_letters(*post, *carrier);
    }

    account_id account(const std::string& name, const std::string& lang = "uk") {
        return account_id::parse(db.scalar(fmt::format("insert into accounts (email, password_hash, display_name, language) "
                                                       "values ('{0}@example.org', 'x', '{0}', '{1}') returning id",
                                                       name, lang)))
            .value();
    }
    void subscriber(const std::string& address, const std::string& lang = "uk", const std::string& categories = "{}") {
        db.execute(
            fmt::format("insert into newsletter_subscribers (address, language, category_ids, asked_by) "
                        "values ('{}', '{}', '{}', 'letter')",
                        address, lang, categories));
    }
    campaign written(const std::vector<std::pair<language, std::string>>& texts, const segment& to = {}) {
        auto c = run(desk->create(author, soon()));
        campaign_changes wanted;
        wanted.to = to;
        for (const auto& [lang, words] : texts) {
            campaign_text t;
            t.lang = lang;
            t.subject = words;
            t.body = "## " + words + "\n\nA [lot](https://auction.example/lots/7).";
            wanted.texts.push_back(t);
        }
        auto changed = run(desk->change(c.id, wanted, soon()));
        EXPECT_TRUE(changed);
        return changed.value_or(c);
    }
    result<campaign> tell(campaign_id id, command c) { return run(desk->obey(id, c, std::nullopt, soon())); }
    campaign now(campaign_id id) { return run(desk->find(id, soon())).value(); }
    feeding feed() { return run(feeds.run_once()); }
    bool send_one() { return run(post->run_once()).handled; }
    int send_all() {
        int sent = 0;
        while (send_one()) ++sent;
        return sent;
    }
    std::string recipients() {
        return db.scalar("select string_agg(address || ' ' || language || ' ' || state, ', ' order by id) from newsletter_recipients");
    }
    // As if so long had passed.
    void pass(const std::string& time) {
        db.execute(
            fmt::format("update mail_letters set due_at = due_at - interval '{0}', first_failed_at = first_failed_at - interval '{0}'"
                        " where state in ('waiting', 'sending');"
                        "update mail_senders set next_at = next_at - interval '{0}', paused_until = paused_until - interval '{0}';"
                        "update mail_departures set left_at = left_at - interval '{0}'"
                        " where left_at > clock_timestamp() - interval '24 hours'",
                        time));
    }

    gavel::test::mail_sink sink;
    metrics::registry numbers;
    mail::options chosen;
    std::optional<mail::postman> carrier;
    std::optional<campaigns> desk;
    std::optional<mail::dispatcher> post;
    feeder feeds{pool};
    account_id author = account("author");
};

}  // namespace gavel::newsletters
