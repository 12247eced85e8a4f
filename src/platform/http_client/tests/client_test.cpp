#include "platform/http_client/client.hpp"

#include "tests/support/run.hpp"
#include "tests/support/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::http_client {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using reason = failure::reason;
using testing::HasSubstr;

class outgoing : public testing::Test {
protected:
    outgoing() {
        client_options chosen;
        chosen.connect_within = 500ms;
        one.emplace(io, chosen);
    }

    std::string url(const std::string& path = "/") const { return server.origin() + path; }
    response send(request r, std::chrono::milliseconds within = 5s) {
        return test::run_on(io, one->send(std::move(r), runtime::within(within)));
    }
    reason failing(request r, std::chrono::milliseconds within = 5s) {
        try {
            send(std::move(r), within);
        } catch (const failure& e) {
            return e.why;
        }
        ADD_FAILURE() << "there was an answer";
        return reason::broken_off;
    }

    asio::io_context io{1};
    test::scripted_server server{io};
    std::optional<client> one;
};

const auto ok = [](const std::string& body) { return test::scripted_server::ok(body, "X-Kind: plain \r\n"); };

TEST_F(outgoing, gets_an_answer) {
    server.serve({ok("hello")});
    const auto answer = send(request("GET", url("/a/../b//c%2F?x=1+2")));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.header_of("x-kind"), "plain");
    EXPECT_EQ(answer.header_of("x-other"), std::nullopt);
    EXPECT_THAT(server.heard.at(0), testing::StartsWith("GET /a/../b//c%2F?x=1+2 HTTP/1.1\r\n")) << "the address goes out as it is written";
    EXPECT_THAT(server.heard.at(0), testing::Not(HasSubstr("Content-")));
}

TEST_F(outgoing, sends_a_body_without_waiting) {
    server.serve({ok(""), ok("")});
    request r("PUT", url());
    r.headers.emplace_back("content-type", "image/webp");
    r.body = std::make_shared<const std::string>(3'000'000, 'x');
    EXPECT_EQ(send(std::move(r)).status, 200);
    EXPECT_THAT(server.heard.at(0), testing::AllOf(HasSubstr("content-type: image/webp"), HasSubstr("Content-Length: 3000000"),
                                                   testing::Not(HasSubstr("Expect"))));
    EXPECT_TRUE(server.heard.at(0).ends_with("xxx"));
    EXPECT_EQ(send(request("PUT", url())).status, 200);
    EXPECT_THAT(server.heard.at(1), testing::AllOf(HasSubstr("Content-Length: 0"), testing::Not(HasSubstr("ontent-Type"))));
}

TEST_F(outgoing, keeps_the_connection) {
    server.serve({ok("1"), ok("2"), test::scripted_server::with(404)});
    EXPECT_EQ(send(request("GET", url())).body, "1");
    EXPECT_EQ(send(request("GET", url())).body, "2");
    EXPECT_EQ(send(request("HEAD", url())).status, 404);
    EXPECT_EQ(server.connections, 1);
}

TEST_F(outgoing, sends_again_when_a_kept_connection_is_dead) {
    server.serve({ok("1"), ""});
    server.serve({ok("2")});
    EXPECT_EQ(send(request("GET", url())).body, "1");
    EXPECT_EQ(send(request("GET", url())).body, "2");
}

TEST_F(outgoing, takes_the_length_of_a_head_at_its_word) {
    server.serve({"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n"});
    EXPECT_EQ(send(request("HEAD", url())).header_of("content-length"), "5000000000");
}

TEST_F(outgoing, does_not_follow_redirects) {
    server.serve({"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"});
    EXPECT_EQ(send(request("GET", url())).status, 302);
}

TEST_F(outgoing, refuses_more_than_was_asked_for) {
    server.serve({ok(std::string(2000, 'x'))});
    request r("GET", url());
    r.answer_bytes_max = 1999;
    EXPECT_EQ(failing(std::move(r)), reason::too_large);
}

TEST_F(outgoing, notices_a_cut_answer) {
    server.serve({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", ""});
    EXPECT_EQ(failing(request("GET", url())), reason::broken_off);
}

TEST_F(outgoing, gives_up_at_the_deadline) {
    server.serve({});
    EXPECT_EQ(failing(request("GET", url()), 100ms), reason::too_slow);
    EXPECT_EQ(failing(request("GET", url()), -1ms), reason::too_slow);
}

TEST_F(outgoing, says_that_nobody_is_there) {
    const auto nowhere = url();
    server.leave();
    EXPECT_EQ(failing(request("GET", nowhere)), reason::unreachable);
    EXPECT_EQ(failing(request("GET", "http://no-such-host.invalid/")), reason::unreachable);
}

TEST_F(outgoing, speaks_nothing_but_http) { EXPECT_EQ(failing(request("GET", "file:///etc/hostname")), reason::broken_off); }

TEST_F(outgoing, reaches_nobody_at_home_when_it_must_stay_outside) {
    client_options chosen;
    chosen.public_only = true;
    client outside(io, chosen);
    const auto failing_at = [&](std::string address) {
        try {
            test::run_on(io, outside.send(request("POST", std::move(address)), runtime::within(5s)));
        } catch (const failure& e) {
            return e.why;
        }
        ADD_FAILURE() << "there was an answer";
        return reason::broken_off;
    };
    server.serve({ok("secret")});
    const auto port = server.origin().substr(server.origin().rfind(':'));
    EXPECT_EQ(failing_at(url()), reason::broken_off) << "not https";
    for (const auto* host : {"127.0.0.1", "localhost", "0x7f.1", "0", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1"})
        EXPECT_EQ(failing_at("https://" + (host + port)), reason::unreachable) << host;
    EXPECT_EQ(server.connections, 0);
}

TEST_F(outgoing, many_at_once) {
    constexpr int count = 20;
    for (int i = 0; i < count; ++i) server.serve({ok(std::string(100'000, 'x'))});
    int answered = 0;
    for (int i = 0; i < count; ++i) {
        auto done = [&](std::exception_ptr failed, const response& answer) {
            EXPECT_FALSE(failed);
            EXPECT_EQ(answer.body.size(), 100'000u);
            ++answered;
        };
        asio::co_spawn(io, one->send(request("GET", url()), runtime::within(10s)), done);
    }
    io.restart();
    const auto until = runtime::within(10s);
    while (answered < count && io.run_one_until(until) > 0) {}
    EXPECT_EQ(answered, count);
}

}  // namespace
}  // namespace gavel::http_client
