// Random damage to requests and JSON: nothing crashes, nothing answers 5xx, and only refusals are thrown.
// GAVEL_FUZZ_SEED repeats a run, GAVEL_FUZZ_ROUNDS makes it longer.
#include "platform/http/form.hpp"
#include "platform/http/json_body.hpp"
#include "platform/http/message_parser.hpp"
#include "platform/http/tests/loopback.hpp"

#include <array>
#include <cstdlib>
#include <random>

namespace gavel::http::testing {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

class damage {
public:
    damage() : seed_(number_from("GAVEL_FUZZ_SEED", std::random_device{}())), random_(seed_) {
        std::printf("seed %llu\n", static_cast<unsigned long long>(seed_));
        ::testing::Test::RecordProperty("seed", std::to_string(seed_));
    }

    std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

    // A few edits: bytes changed, pieces removed, repeated, swapped for telling ones, or taken from another sample.
    std::string apply(std::string text, std::span<const std::string_view> samples, std::span<const std::string_view> pieces) {
        for (auto edits = below(5); edits > 0; --edits) {
            const auto at = below(text.size()), size = below(std::min<std::size_t>(text.size() - at, 40) + 1);
            switch (below(7)) {
                case 0:
                    if (!text.empty()) text[at] = static_cast<char>(random_());
                    break;
                case 1: text.erase(at, size); break;
                case 2: text.insert(at, text.substr(at, size)); break;
                case 3: text.insert(at, pieces[below(pieces.size())]); break;
                case 4: text.replace(at, size, pieces[below(pieces.size())]); break;
                case 5: {
                    const auto other = samples[below(samples.size())];
                    text.insert(at, other.substr(below(other.size())));
                    break;
                }
                default: text.resize(at);
            }
        }
        return text;
    }

private:
    std::uint64_t seed_;
    std::mt19937_64 random_;
};

constexpr std::array<std::string_view, 7> requests{
    "GET /lots/12?limit=10&q=%D0%BE HTTP/1.1\r\nHost: a.test\r\nAccept-Language: en;q=0.5, uk\r\nCookie: a=b; c=d\r\n\r\n",
    "POST /form HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\nContent-Length: "
    "33\r\n\r\n{\"title\":\"abc\",\"n\":5,\"list\":[1,2]}",
    "POST /form HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\nTransfer-Encoding: "
    "chunked\r\n\r\n5\r\n{\"n\":\r\n2;x=y\r\n5}\r\n0\r\nT: v\r\n\r\n",
    "HEAD / HTTP/1.0\r\nConnection: keep-alive\r\nIf-None-Match: W/\"a\", \"b\"\r\n\r\n",
    "PATCH /lots/9223372036854775807 HTTP/1.1\r\nHost: [::1]:8080\r\nOrigin: http://[::1]:8080\r\nSec-Fetch-Site: "
    "same-origin\r\nIdempotency-Key: 6f9619ff-8b86-d011-b42d-00cf4fc964ff\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}",
    "DELETE http://a.test/lots/1 HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 1.2.3.4, [::1]:80\r\nX-Forwarded-Proto: https\r\nExpect: "
    "100-continue\r\n\r\n",
    "GET /lots/%00%ff?a=1&a=2&%zz HTTP/1.1\r\nHost: a\r\n folded: x\r\nAccept-Encoding: gzip;q=0.1, br\r\n\r\n",
};
constexpr std::array<std::string_view, 16> request_pieces{"\r\n",
                                                          "\r\n\r\n",
                                                          "\n",
                                                          "\r",
                                                          " ",
                                                          ":",
                                                          "%",
                                                          "\x00\x01",
                                                          "\xff\xfe",
                                                          "Content-Length: 5\r\n",
                                                          "Transfer-Encoding: chunked\r\n",
                                                          "Host: b\r\n",
                                                          "HTTP/1.1",
                                                          "99999999999999999999",
                                                          "ffffffffffffffff\r\n",
                                                          "/../"};

constexpr std::array<std::string_view, 3> documents{
    R"({"title":" Годинник ","text":"a\nb","n":5,"price":{"amount":100,"currency":"UAH"},"at":"2026-11-22T19:30:00.000Z","how":"post","list":[1,"2",null]})",
    R"({"n":9223372036854775807,"price":{"amount":-1,"currency":"uah"},"title":"\ud83d\ude00\u0000","deep":[[[[[[[[[[[[[[1]]]]]]]]]]]]]]})",
    R"([{"a":1e400},{"b":0.1},true,false,null,"\\\"",-0,{}])"};
constexpr std::array<std::string_view, 16> json_pieces{"{",
                                                       "}",
                                                       "[",
                                                       "]",
                                                       "\"",
                                                       "\\",
                                                       ",",
                                                       ":",
                                                       "\\ud800",
                                                       "1e999",
                                                       "9223372036854775808",
                                                       "-",
                                                       "\xc0\xaf",
                                                       "\xed\xa0\x80",
                                                       "null",
                                                       "[[[[[[[[[[[[[[[[["};

void read_everything(form& f) {
    constexpr std::array<std::string_view, 2> ways{"post", "pickup"};
    f.required_text("title", 3, 80);
    f.text("text", 0, 100, true);
    f.integer("n", 0, 10);
    f.required_amount("price");
    f.moment("at");
    f.choice("how", ways);
    f.list("list", 5);
    f.secret("secret", 8, 100);
    f.finish();
}

awaitable<reply> take_form(request& r) {
    form f(r.json_object());
    read_everything(f);
    co_return json_text("{}");
}

awaitable<reply> take_lot(request& r) {
    const auto lot = r.path_id<lot_id>("id");
    r.query_integer("limit", 1, 100, 24);
    r.query("q");
    r.cookie("c");
    if (r.method != method::get && r.method != method::head) r.idempotency_key();
    co_return conditional(r, etag_of(lot.text()), json_text("{}"));
}

awaitable<reply> take_nothing(request&) { co_return json_text("[]"); }

TEST(fuzz, json_forms_throw_nothing_but_refusals) {
    damage d;
    for (auto round = number_from("GAVEL_FUZZ_ROUNDS", 30'000); round > 0; --round) {
        const auto text = d.apply(std::string(documents[d.below(documents.size())]), documents, json_pieces);
        request r;
        r.headers.add("content-type", "application/json");
        r.body = text;
        try {
            form f(r.json_object());
            read_everything(f);
        } catch (const refusal& e) {
            ASSERT_GE(e.why.kind().status, 400) << text;
            ASSERT_LT(e.why.kind().status, 500) << text;
        }
    }
}

TEST(fuzz, the_parser_stands_any_bytes_in_any_pieces) {
    damage d;
    for (auto round = number_from("GAVEL_FUZZ_ROUNDS", 30'000); round > 0; --round) {
        const auto bytes = d.apply(std::string(requests[d.below(requests.size())]), requests, request_pieces);
        message_parser parser({2048, 20});
        request r;
        parser.start(r);
        std::string_view rest = bytes;
        for (std::size_t given = 0; !rest.empty() && !parser.fault() && !(parser.head_done() && parser.done());) {
            given = std::min(rest.size(), given + 1 + d.below(100));
            const bool was_in_head = !parser.head_done();
            const auto used = parser.put(rest.substr(0, given));
            rest.remove_prefix(used);
            if (was_in_head && parser.head_done()) parser.limit_body(1000);
            if (used == 0 && given == rest.size()) break;
            given -= used;
        }
        ASSERT_LE(r.body.size(), 1000u);
        if (parser.fault()) {
            ASSERT_LT(parser.fault()->kind().status, 500);
        }
    }
}

class fuzz_server : public loopback {};

TEST_F(fuzz_server, answers_damaged_requests_without_a_failure) {
    damage d;
    routes.add(method::get, "/", {}, take_nothing);
    routes.add(method::post, "/form", {}, take_form);
    for (const auto m : {method::get, method::patch, method::del}) routes.add(m, "/lots/{id}", {}, take_lot);
    chosen.trusted_proxies = "127.0.0.1";
    chosen.linger_ms = 500;
    begin();
    for (auto round = number_from("GAVEL_FUZZ_ROUNDS", 30'000) / 15; round > 0; --round) {
        auto c = connect();
        std::string bytes;
        for (auto some = d.below(3) + 1; some > 0; --some)
            bytes += d.apply(std::string(requests[d.below(requests.size())]), requests, request_pieces);
        c.send(bytes);
        c.shut();
        ASSERT_TRUE(c.ends()) << bytes;
        ASSERT_FALSE(c.rest().starts_with("HTTP/1.1 5")) << bytes;
    }
    const auto counted = numbers.text();
    for (auto at = counted.find("status=\"5xx\""); at != std::string::npos; at = counted.find("status=\"5xx\"", at + 1))
        EXPECT_EQ(counted.substr(counted.find('}', at) + 2, 2), "0\n");
    EXPECT_TRUE(end());
}

}  // namespace
}  // namespace gavel::http::testing
