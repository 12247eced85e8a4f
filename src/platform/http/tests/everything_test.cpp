// Headers of every answer, and a server that answers everything with one handler.
#include "platform/http/tests/loopback.hpp"

namespace gavel::http {
namespace {

class everything : public testing::loopback {
protected:
    void begin_with(bool stand_in) {
        server.emplace(chosen, life, &numbers);
        server->announce("X-Kind", "this");
        if (stand_in)
            server->answer_all({}, [](request& r) -> awaitable<reply> {
                reply closed(503);
                closed.body = r.path;
                co_return closed;
            });
        port = server->listen(io, routes, who, translate);
        thread = std::thread([this] { io.run(); });
    }
};

TEST_F(everything, headers_are_on_answers_and_refusals) {
    begin_with(false);
    for (const auto* request : {"GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n",
                                "POST / HTTP/1.1\r\nHost: a\r\nCookie: a=b\r\nContent-Length: 0\r\n\r\n", "nonsense\r\n\r\n"})
        EXPECT_EQ(ask(request).header("x-kind"), "this") << request;
}

TEST_F(everything, one_handler_takes_what_no_route_does) {
    routes.add(method::get, "/known", {}, [](request&) -> awaitable<reply> { co_return no_content(); });
    begin_with(true);
    EXPECT_EQ(ask("GET /known HTTP/1.1\r\nHost: a\r\n\r\n").status, 204);
    for (const auto* line : {"GET /other", "POST /known", "BREW /other", "DELETE /api/v1/x"}) {
        const auto r =
            ask(std::string(line) + " HTTP/1.1\r\nHost: a\r\nCookie: a=b\r\nOrigin: https://elsewhere.test\r\nContent-Length: 0\r\n\r\n");
        EXPECT_EQ(r.status, 503) << line;
        EXPECT_EQ(r.header("x-kind"), "this");
    }
    auto c = connect();
    const auto refused = c.ask("GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->header("connection"), "close");
}

}  // namespace
}  // namespace gavel::http
