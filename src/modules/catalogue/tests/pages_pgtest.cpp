// The lot view with its cache, the front page, and whole pages as a browser gets them.
#include "modules/catalogue/http.hpp"
#include "modules/catalogue/pages.hpp"
#include "tests/support/saleroom.hpp"

#include "modules/bidding/publication.hpp"
#include "modules/lots/http.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gavel::catalogue {
namespace {

namespace json = boost::json;
using lots::lot_state;
using test::made_lot;
using testing::HasSubstr;
using testing::Not;

constexpr const char* index_html =
    "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><div id=\"__nuxt\"></div></body></html>";

class pages_pgtest : public test::saleroom {
protected:
    pages_pgtest() {
        lots::add_routes(router, lots);
        add_routes(router, catalogue);
        stand_in("/api/v1/me", http::access::signed_in, R"({"id":"1"})");
        stand_in("/api/v1/me/notifications", http::access::signed_in, R"({"items":[]})");
        stand_in("/api/v1/me/relations", http::access::signed_in, R"({"items":[]})");
        stand_in("/api/v1/lots/{id}/bids", http::access::open, R"({"items":[],"next_cursor":null})");
        stand_in("/api/v1/lots/{id}/mine", http::access::signed_in, R"({"relation":"none"})");
        seller = make_account("ann");
    }

    void stand_in(const char* pattern, http::access who, std::string answer) {
        http::route_options options;
        options.who = who;
        router.add(http::method::get, pattern, options,
                   [answer](http::request&) -> awaitable<http::reply> { co_return http::json_text(answer); });
    }

    made_lot running(std::string title = "Монета </script><b>") {
        made_lot m;
        m.seller = seller;
        m.title = std::move(title);
        make(m);
        return m;
    }

    http::request to(std::string path, std::vector<std::pair<std::string, std::string>> queries = {}) {
        http::request r;
        r.path = std::move(path);
        r.queries = std::move(queries);
        r.origin = "https://gavel.example";
        r.until = soon();
        return r;
    }
    http::reply show(std::string path, std::vector<std::pair<std::string, std::string>> queries = {}) {
        auto r = to(std::move(path), std::move(queries));
        return run(shown.show(r));
    }
    static json::object data_of(const http::reply& page) {
        const std::string_view open = R"(<script type="application/json" id="gavel-data">)";
        const auto from = page.body.find(open) + open.size();
        return json::parse(page.body.substr(from, page.body.find("</script>", from) - from)).as_object();
    }
    http::reply get(std::string path, std::string if_none_match = {}) {
        auto r = to(std::move(path));
        if (!if_none_match.empty()) r.headers.add("if-none-match", std::move(if_none_match));
        const auto match = router.find(http::method::get, r.path, r.params);
        return run(match.found->run(r));
    }
    void add_file(account_id owner, const char* purpose, std::int64_t holder, int position, const char* letter, const char* alt) {
        const bool paper = std::string_view(purpose) == "lot_document";
        db.execute(
            fmt::format("insert into media_files (owner_id, purpose, holder_id, position, state, token, content_type, bytes, name, alt, "
                        "kind, rendition, "
                        "widths, width, height, placeholder) values ({}, '{}', {}, {}, 'ready', md5('{}'), 'image/jpeg', 5, {}, {}, '{}', "
                        "repeat('{}', 32), "
                        "'{{320,640}}', 4000, 3000, 'data:image/webp;base64,AA==')",
                        owner.value, purpose, holder, position, letter, paper ? "'a.pdf'" : "null", alt, paper ? "pdf" : "jpeg", letter));
    }
    static std::string text_of(const http::reply& r) { return r.shared_body ? *r.shared_body : r.body; }

    account_id seller;
    gavel::catalogue::options chosen{2000, 60'000};  // nothing grows old during a test, however slow the machine
    caches shared{chosen};
    service catalogue{pool, shared};
    bidding::options bidding_options;
    runtime::life life;
    live::hub live_hub;
    live::shard live{io, live_hub, life, nullptr};
    bidding::publication auction{live, bidding_options};
    lots::options lots_options;
    lots::service lots{pool, auction, lots_options};
    http::router router;
    http::page_shell shell{index_html};
    std::optional<http::principal> visitor;
    pages shown{router, catalogue, lots, shell, [this](http::request&) -> awaitable<std::optional<http::principal>> { co_return visitor; },
                ""};
};

TEST_F(pages_pgtest, the_lot_view_has_every_member_of_the_contract) {
    const auto m = running();
    db.execute(fmt::format("insert into lot_additions (lot_id, n, text) values ({}, 1, 'Ще *одне*')", m.id.value));
    const auto answer = get("/api/v1/lots/" + m.id.text());
    EXPECT_EQ(answer.status, 200);
    const auto lot = json::parse(text_of(answer)).as_object();
    for (const char* name :
         {"id", "title", "description_html", "summary", "category_id", "condition", "location", "shipping", "seller", "start_price",
          "increments", "soft_close", "photos", "documents", "promotions", "watchers", "published_at", "standing"})
        EXPECT_TRUE(lot.contains(name)) << name;
    EXPECT_EQ(lot.size(), 18u);
    EXPECT_TRUE(lot.at("promotions").as_array().empty());
    EXPECT_TRUE(lot.at("photos").as_array().empty());
    EXPECT_TRUE(lot.at("seller").at("avatar").is_null());
    EXPECT_EQ(lot.at("standing").at("state"), "running");
    EXPECT_EQ(lot.at("standing").at("min_next").at("amount"), m.start);
    EXPECT_EQ(lot.at("seller").at("display_name"), "ann");
    EXPECT_EQ(lot.at("increments").at(0).at("from"), 0);
    EXPECT_THAT(std::string(lot.at("description_html").as_string()), HasSubstr("<em>одне</em>"));
}

TEST_F(pages_pgtest, photos_are_in_the_lot_its_card_and_the_head_of_its_page) {
    const auto m = running();
    add_file(m.seller, "lot_photo", m.id.value, 2, "b", "'Реверс'");
    add_file(m.seller, "lot_photo", m.id.value, 1, "a", "'Аверс & гурт'");
    add_file(m.seller, "lot_document", m.id.value, 1, "c", "null");
    add_file(m.seller, "avatar", m.seller.value, 1, "d", "null");
    db.execute(
        fmt::format("insert into media_files (owner_id, purpose, holder_id, position, token, content_type, bytes) "
                    "values ({}, 'lot_photo', {}, 3, repeat('e', 32), 'image/jpeg', 5)",
                    m.seller.value, m.id.value));
    const auto lot = json::parse(text_of(get("/api/v1/lots/" + m.id.text()))).as_object();
    ASSERT_EQ(lot.at("photos").as_array().size(), 2u) << "only what is ready";
    const auto& first = lot.at("photos").at(0).as_object();
    EXPECT_EQ(first.at("url"), json::value("/media/aa/" + std::string(32, 'a')));
    EXPECT_EQ(json::serialize(first.at("widths")), "[320,640]");
    EXPECT_EQ(first.at("alt"), "Аверс & гурт");
    EXPECT_EQ(lot.at("documents").at(0).at("url"), json::value("/media/cc/" + std::string(32, 'c') + "/document.pdf"));
    EXPECT_EQ(lot.at("seller").at("avatar").at("url"), json::value("/media/dd/" + std::string(32, 'd')));

    const auto list = json::parse(text_of(get("/api/v1/lots"))).as_object();
    EXPECT_EQ(list.at("items").at(0).at("photo").at("url"), first.at("url"));

    const auto page = show("/lots/" + m.id.text());
    const auto address = "https://gavel.example/media/aa/" + std::string(32, 'a') + "/640.jpg";
    for (const auto& part :
         {"<meta property=\"og:image\" content=\"" + address + "\">", std::string("<meta property=\"og:image:height\" content=\"480\">"),
          std::string("<meta property=\"og:image:alt\" content=\"Аверс &amp; гурт\">"), std::string("summary_large_image"),
          "\"image\":[\"" + address + "\",", std::string("<img src=\"/media/aa/"),
          fmt::format("imagesrcset=\"/media/aa/{0}/320.avif 320w, /media/aa/{0}/640.avif 640w\" imagesizes=\"(max-width: 1023px) "
                      "calc(100vw - 2.5rem)",
                      std::string(32, 'a'))})
        EXPECT_THAT(page.body, HasSubstr(part));
}

TEST_F(pages_pgtest, a_kept_view_needs_no_database_until_it_is_invalidated) {
    const auto m = running();
    const auto first = get("/api/v1/lots/" + m.id.text());
    db.execute(fmt::format("update lots set watchers = 5 where id = {}", m.id.value));
    const auto second = get("/api/v1/lots/" + m.id.text());
    EXPECT_EQ(second.shared_body, first.shared_body);
    shared.invalidate(m.id);
    const auto third = get("/api/v1/lots/" + m.id.text());
    EXPECT_EQ(json::parse(text_of(third)).at("watchers"), 5);
}

TEST_F(pages_pgtest, an_unchanged_view_is_not_sent_again) {
    const auto m = running();
    const auto first = get("/api/v1/lots/" + m.id.text());
    const auto etag = std::ranges::find(first.headers, "ETag", [](const auto& each) { return each.first; });
    ASSERT_NE(etag, first.headers.end());
    EXPECT_EQ(get("/api/v1/lots/" + m.id.text(), etag->second).status, 304);
    EXPECT_EQ(get("/api/v1/lots/" + m.id.text(), "\"other\"").status, 200);
}

TEST_F(pages_pgtest, drafts_and_unknown_lots_are_not_there) {
    db.execute(fmt::format("insert into lots (seller_id, title) values ({}, 'Чернетка')", seller.value));
    const auto draft = db.scalar("select max(id) from lots");
    EXPECT_EQ(get("/api/v1/lots/" + draft).status, 404);
    EXPECT_EQ(get("/api/v1/lots/999999").status, 404);
}

TEST_F(pages_pgtest, the_front_page_has_three_strips) {
    const auto soon_ending = running();
    auto later = running();
    db.execute(fmt::format(
        "update lots set watchers = 3 where id = {}; update standings set ends_at = ends_at + interval '1 minute' where lot_id = {}",
        later.id.value, later.id.value));
    const auto home = json::parse(text_of(get("/api/v1/home"))).as_object();
    EXPECT_EQ(home.at("ending_soon").at(0).at("id"), json::value(soon_ending.id.text()));
    EXPECT_EQ(home.at("newest").at(0).at("id"), json::value(later.id.text()));
    EXPECT_EQ(home.at("most_watched").as_array().size(), 1u);
    EXPECT_EQ(home.at("running"), 2);
}

TEST_F(pages_pgtest, a_lot_page_shows_the_lot_before_any_script_runs) {
    const auto m = running();
    const auto page = show("/en/lots/" + m.id.text());
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("<html lang=\"en\""));
    EXPECT_THAT(page.body, HasSubstr("<title>₴100 — Монета &lt;/script&gt;&lt;b&gt; · Gavel</title>"));
    EXPECT_THAT(page.body, HasSubstr("<link rel=\"canonical\" href=\"https://gavel.example/en/lots/" + m.id.text() + "\">"));
    EXPECT_THAT(page.body, HasSubstr("<main id=\"gavel-shell\"><h1>Монета &lt;/script&gt;&lt;b&gt;</h1>"));
    EXPECT_THAT(page.body, HasSubstr("\"BreadcrumbList\""));
    EXPECT_THAT(page.body, Not(HasSubstr("<b>")));
    const auto data = data_of(page);
    EXPECT_TRUE(data.at("/api/v1/me").is_null());
    EXPECT_EQ(data.at("/api/v1/lots/" + m.id.text()).at("title"), json::value(m.title));
    EXPECT_TRUE(data.contains("/api/v1/lots/" + m.id.text() + "/bids"));
    EXPECT_TRUE(data.contains("/api/v1/categories"));
    EXPECT_TRUE(data.contains("server_time"));
    EXPECT_FALSE(data.contains("/api/v1/lots/" + m.id.text() + "/mine"));
}

TEST_F(pages_pgtest, a_signed_in_visitor_gets_their_own_side_too) {
    const auto m = running();
    visitor = http::principal{seller, session_id{1}};
    const auto lot = data_of(show("/lots/" + m.id.text()));
    EXPECT_EQ(lot.at("/api/v1/me").at("id"), "1");
    EXPECT_TRUE(lot.contains("/api/v1/lots/" + m.id.text() + "/mine"));
    EXPECT_TRUE(lot.contains("/api/v1/me/notifications?limit=1"));
    EXPECT_TRUE(data_of(show("/")).contains("/api/v1/me/relations?lots=" + m.id.text()));
    EXPECT_EQ(data_of(show("/my/lots", {{"state", "running"}})).at("/api/v1/me/lots?state=running").at("items").as_array().size(), 1u);
}

TEST_F(pages_pgtest, a_list_page_carries_the_answer_the_application_would_ask_for) {
    const auto m = running("Монета");
    const auto page = show("/ru/lots", {{"sort", "bids"}, {"category", "coins"}});
    const auto data = data_of(page);
    EXPECT_EQ(data.at("/api/v1/lots?category=coins&sort=bids").at("items").at(0).at("id"), json::value(m.id.text()));
    EXPECT_THAT(page.body, HasSubstr("<title>Монеты и банкноты · Gavel</title>"));
    EXPECT_THAT(page.body, HasSubstr("<a href=\"/ru/lots/" + m.id.text() + "\">Монета</a>"));
    EXPECT_THAT(page.body, HasSubstr("noindex"));
    EXPECT_THAT(show("/lots", {{"category", "coins"}}).body,
                HasSubstr("<link rel=\"canonical\" href=\"https://gavel.example/lots?category=coins\">"));
    EXPECT_THAT(show("/lots", {{"q", "\"><script>"}}).body, Not(HasSubstr("\"><script>")));
}

TEST_F(pages_pgtest, what_is_missing_still_brings_the_application) {
    for (const char* path : {"/lots/999999", "/lots/x", "/lots/0", "/nothing", "/en/nothing/at/all", "/lots/1/2"}) {
        const auto page = show(path);
        EXPECT_EQ(page.status, 404) << path;
        EXPECT_THAT(page.body, HasSubstr("id=\"__nuxt\"")) << path;
        EXPECT_THAT(page.body, HasSubstr("noindex")) << path;
    }
}

TEST_F(pages_pgtest, a_lost_database_costs_the_data_and_not_the_page) {
    auto nowhere = options(1);
    nowhere.url = "postgresql://127.0.0.1:1/nothing";
    pg::pool lost(io, nowhere);
    service blind{lost, shared};
    gavel::lots::service blind_lots{lost, auction, lots_options};
    http::router routes;
    add_routes(routes, blind);
    gavel::lots::add_routes(routes, blind_lots);
    pages dim{routes,
              blind,
              blind_lots,
              shell,
              [](http::request&) -> awaitable<std::optional<http::principal>> { throw pg::unavailable("away"); },
              ""};
    auto home = to("/");
    const auto front = run(dim.show(home));
    EXPECT_EQ(front.status, 200);
    EXPECT_FALSE(data_of(front).contains("/api/v1/me"));
    auto lot = to("/lots/1");
    EXPECT_EQ(run(dim.show(lot)).status, 503);
}

TEST_F(pages_pgtest, robots_and_site_map_name_the_running_lots) {
    const auto m = running();
    auto r = to("/robots.txt");
    EXPECT_THAT(run(shown.robots(r)).body, HasSubstr("Sitemap: https://gavel.example/sitemap.xml"));
    const auto map = run(shown.site_map(r));
    EXPECT_THAT(*map.shared_body, HasSubstr("<loc>https://gavel.example/ru/lots/" + m.id.text() + "</loc>"));
    EXPECT_EQ(map.content_type, "application/xml");
}

}  // namespace
}  // namespace gavel::catalogue
