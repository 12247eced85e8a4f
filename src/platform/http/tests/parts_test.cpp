// The small parts without a connection: conditional answers, languages, encodings, proxies, policy, pages, files.
#include "platform/http/content_policy.hpp"
#include "platform/http/encoding.hpp"
#include "platform/http/language_choice.hpp"
#include "platform/http/page_shell.hpp"
#include "platform/http/problems.hpp"
#include "platform/http/proxies.hpp"
#include "platform/http/sse.hpp"
#include "platform/http/static_site.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace gavel::http {
namespace {

request with(std::string_view name, std::string_view value) {
    request r;
    r.headers.add(name, value);
    return r;
}

TEST(conditional, compares_weakly_and_only_when_reading) {
    const auto status = [](request r, method m = method::get) {
        r.method = m;
        return conditional(r, "\"abc\"", json_text("{}")).status;
    };
    EXPECT_EQ(status(request()), 200);
    EXPECT_EQ(status(with("If-None-Match", "\"abc\"")), 304);
    EXPECT_EQ(status(with("If-None-Match", "\"x\", W/\"abc\"")), 304);
    EXPECT_EQ(status(with("If-None-Match", "*")), 304);
    EXPECT_EQ(status(with("If-None-Match", "abc")), 200);
    EXPECT_EQ(status(with("If-None-Match", "\"abc\""), method::post), 200);
    EXPECT_EQ(etag_of("a"), etag_of("a"));
    EXPECT_NE(etag_of("a"), etag_of("b"));
}

TEST(request, reads_cookies_queries_and_keys) {
    auto r = with("Cookie", "a=1; __Host-session=\"to=ken\"; b");
    EXPECT_EQ(r.cookie("a"), "1");
    EXPECT_EQ(r.cookie("__Host-session"), "to=ken");
    EXPECT_FALSE(r.cookie("session"));
    r.queries = {{"limit", "10"}, {"twice", "1"}, {"twice", "2"}, {"word", "x"}};
    EXPECT_EQ(r.query_integer("limit", 1, 100, 24), 10);
    EXPECT_EQ(r.query_integer("absent", 1, 100, 24), 24);
    EXPECT_THROW(r.query_integer("limit", 1, 9, 5), refusal);
    EXPECT_THROW(r.query_integer("word", 1, 9, 5), refusal);
    EXPECT_THROW(r.query("twice"), refusal);
    EXPECT_THROW(r.require_account(), refusal);
    EXPECT_THROW(r.idempotency_key(), refusal);
    EXPECT_EQ(with("Idempotency-Key", "6F9619FF-8B86-D011-B42D-00CF4FC964FF").idempotency_key(), "6f9619ff-8b86-d011-b42d-00cf4fc964ff");
    EXPECT_THROW(with("Idempotency-Key", "6F9619FF8B86D011B42D00CF4FC964FF").idempotency_key(), refusal);
    r.params = {{"id", "007"}};
    EXPECT_THROW(r.path_id<lot_id>("id"), refusal);
}

TEST(problem_json, speaks_the_language_and_asks_to_wait) {
    const auto busy = problem_json(error(unavailable), language::en);
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(boost::json::parse(busy.body).at("code").as_string(), "unavailable");
    EXPECT_NE(std::find(busy.headers.begin(), busy.headers.end(), std::pair<std::string, std::string>("Retry-After", "5")),
              busy.headers.end());
    const auto wait = problem_json(error(too_many_requests, {{"retry_after_s", 17}}), language::ru);
    EXPECT_NE(std::find(wait.headers.begin(), wait.headers.end(), std::pair<std::string, std::string>("Retry-After", "17")),
              wait.headers.end());
}

TEST(languages, follow_the_wish_of_the_visitor) {
    EXPECT_EQ(choose_language(""), language::uk);
    EXPECT_EQ(choose_language("en-US,en;q=0.9,uk;q=0.8"), language::en);
    EXPECT_EQ(choose_language("de, ru;q=0.3, en;q=0.2"), language::ru);
    EXPECT_EQ(choose_language("en;q=0, de"), language::uk);
    EXPECT_EQ(choose_language(";;q=,q=9"), language::uk);
}

TEST(encodings, respect_refusals) {
    EXPECT_TRUE(accepted_encodings("gzip, deflate, br").brotli);
    EXPECT_FALSE(accepted_encodings("gzip, br;q=0").brotli);
    EXPECT_TRUE(accepted_encodings("gzip;q=0.5").gzip);
    EXPECT_FALSE(accepted_encodings("").gzip);
}

TEST(trusted_proxies, are_addresses_or_networks) {
    const trusted_proxies some("10.0.0.0/8, 192.168.1.7 ,fd00::/8");
    const auto has = [&](const char* text) { return some.contains(boost::asio::ip::make_address(text)); };
    EXPECT_TRUE(has("10.255.0.1"));
    EXPECT_TRUE(has("192.168.1.7"));
    EXPECT_TRUE(has("fdff::1"));
    EXPECT_FALSE(has("11.0.0.1"));
    EXPECT_FALSE(has("192.168.1.8"));
    EXPECT_FALSE(has("fe00::1"));
    for (const auto* wrong : {"10.0.0.0/33", "proxy.test", "10.0.0.0/", "::/129", "10.0.0.0/-1"})
        EXPECT_THROW(trusted_proxies{wrong}, std::invalid_argument) << wrong;
}

TEST(trusted_proxies, believe_the_rightmost_stranger) {
    const trusted_proxies some("10.0.0.0/8");
    const auto client = [&](std::string_view chain) { return some.client_of(with("X-Forwarded-For", chain), "10.0.0.1"); };
    EXPECT_EQ(client("1.1.1.1, 2.2.2.2, 10.0.0.9"), "2.2.2.2");
    EXPECT_EQ(client("10.0.0.8, 10.0.0.9"), "10.0.0.8");
    EXPECT_EQ(client("[2001:db8::1]:443"), "2001:db8::1");
    EXPECT_EQ(client("3.3.3.3:5555"), "3.3.3.3");
    EXPECT_EQ(client("nonsense"), "10.0.0.1");
    EXPECT_EQ(client("nonsense, 10.0.0.9"), "10.0.0.9");
    EXPECT_EQ(some.client_of(request(), "10.0.0.1"), "10.0.0.1");
}

TEST(events, are_lines) { EXPECT_EQ(format_event("a", "1", "{}"), "event: a\nid: 1\ndata: {}\n\n"); }

constexpr std::string_view index_html =
    "<!DOCTYPE html><html lang=\"uk\" class=\"x\"><head><meta charset=\"utf-8\"><script>alert(1)</script><script type=\"module\" "
    "src=\"/_nuxt/a.js\">"
    "</script><SCRIPT TYPE='application/json'>{}</SCRIPT></head><body><div id=\"__nuxt\"></div><script>window.a={}</script></body></html>";

TEST(content_policy, allows_exactly_the_inline_scripts) {
    const auto scripts = inline_scripts(index_html);
    ASSERT_EQ(scripts.size(), 2u);
    EXPECT_EQ(scripts[0], "alert(1)");
    EXPECT_EQ(script_hash("alert(1)"), "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='");
    const auto policy = content_policy(index_html);
    EXPECT_NE(policy.find("script-src 'self' " + script_hash("alert(1)") + " " + script_hash("window.a={}") + ";"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe-eval"), std::string::npos);
}

TEST(page_shell, puts_a_page_together) {
    const page_shell shell(index_html);
    page p;
    p.lang = language::en;
    p.head = "<title>T</title>";
    p.body = "<main>M</main>";
    p.data = R"({"a":"</script>"})";
    const auto made = shell.render(request(), p);
    EXPECT_EQ(
        made.body,
        "<!DOCTYPE html><html lang=\"en\" class=\"x\"><head><meta charset=\"utf-8\"><title>T</title><script>alert(1)</script><script "
        "type=\"module\" "
        "src=\"/_nuxt/a.js\"></script><SCRIPT TYPE='application/json'>{}</SCRIPT></head><body><div id=\"__nuxt\">"
        "<main>M</main></div><script>window.a={}</script><script type=\"application/json\" id=\"gavel-data\">{\"a\":\"\\u003c/script>\"}"
        "</script></body></html>");
    std::string etag;
    for (const auto& [name, value] : made.headers)
        if (name == "ETag") etag = value;
    EXPECT_EQ(shell.render(with("If-None-Match", etag), p).status, 304);
    p.status = 404;
    EXPECT_EQ(shell.render(with("If-None-Match", etag), p).status, 404);
    EXPECT_THROW(page_shell("<html><head></head><body></body></html>"), std::invalid_argument);
    EXPECT_THROW(page_shell("<html><head><link rel=a><body><div id=\"__nuxt\"></div></body></html>"), std::invalid_argument);
}

TEST(page_shell, asks_for_what_the_page_shows_before_the_program) {
    const page_shell shell(
        "<html><head><meta charset=\"utf-8\"><link rel=\"stylesheet\" href=\"/a.css\"></head><body><div "
        "id=\"__nuxt\"></div></body></html>");
    page p;
    p.head = "<title>T</title>";
    EXPECT_NE(shell.render(request(), p).body.find("<meta charset=\"utf-8\"><title>T</title><link rel=\"stylesheet\""), std::string::npos);
}

TEST(page_shell, compresses_when_asked) {
    const page_shell shell(index_html);
    page p;
    p.body = std::string(5000, 'a');
    const auto made = shell.render(with("Accept-Encoding", "gzip"), p);
    EXPECT_LT(made.body.size(), 1000u);
    EXPECT_EQ(made.body.substr(0, 2), "\x1f\x8b");
}

class site_folder : public ::testing::Test {
protected:
    site_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "site-XXXXXX").string();
        root = mkdtemp(name.data());
        std::filesystem::create_directories(root + "/_nuxt");
    }
    ~site_folder() override { std::filesystem::remove_all(root); }
    void put(const std::string& name, std::string_view text) { std::ofstream(root + name, std::ios::binary) << text; }
    static std::string value(const reply& r, std::string_view name) {
        for (const auto& [known, text] : r.headers)
            if (known == name) return text;
        return {};
    }
    std::string root;
};

TEST_F(site_folder, is_served_from_memory_in_the_form_the_client_takes) {
    put("/_nuxt/app.js", std::string(5000, 'a'));
    put("/_nuxt/app.js.br", "made by the build");
    put("/icon.png", "PNG");
    put("/sw.js", "self");
    put("/index.html", index_html);
    const auto site = static_site::load(root);
    EXPECT_EQ(site->size(), 4u);
    auto r = with("Accept-Encoding", "gzip, br");
    r.path = "/_nuxt/app.js";
    const auto script = site->find(r);
    ASSERT_TRUE(script);
    EXPECT_EQ(*script->shared_body, "made by the build");
    EXPECT_EQ(value(*script, "Content-Encoding"), "br");
    EXPECT_EQ(value(*script, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(script->content_type, "text/javascript; charset=utf-8");
    auto zipped = with("Accept-Encoding", "gzip");
    zipped.path = "/_nuxt/app.js";
    EXPECT_LT(site->find(zipped)->shared_body->size(), 200u);
    auto plain = with("If-None-Match", value(*site->find(zipped), "ETag"));
    plain.path = "/_nuxt/app.js";
    EXPECT_EQ(site->find(plain)->status, 200);  // another form, another tag
    r.path = "/icon.png";
    EXPECT_EQ(value(*site->find(r), "Cache-Control"), "public, max-age=300");
    r.path = "/sw.js";
    EXPECT_EQ(value(*site->find(r), "Cache-Control"), "no-cache");
    r.path = "/index.html";
    EXPECT_FALSE(site->find(r));
    r.path = "/../etc/passwd";
    EXPECT_FALSE(site->find(r));
    EXPECT_EQ(site->text_of("/index.html"), index_html);
}

TEST_F(site_folder, is_bounded_and_must_exist) {
    put("/a.txt", std::string(5000, 'a'));
    EXPECT_THROW(static_site::load(root, 1000), std::runtime_error);
    EXPECT_THROW(static_site::load(root + "/absent"), std::runtime_error);
}

}  // namespace
}  // namespace gavel::http
