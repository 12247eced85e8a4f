// How the client bears what a store may say; a real store is in storage_pgtest.
#include "platform/s3/client.hpp"
#include "platform/s3/error.hpp"

#include "tests/support/run.hpp"
#include "tests/support/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::s3 {
namespace {

using namespace std::chrono_literals;
using test::scripted_server;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class store_says : public testing::Test {
protected:
    store_says() {
        chosen.endpoint = server.origin();
        chosen.bucket = "media";
        chosen.access_key = "key";
        chosen.secret_key = "secret";
        chosen.attempt_ms = 300;
    }

    client& store() {
        if (!one) one.emplace(io, chosen, &numbers);
        return *one;
    }
    template <class T>
    T run(awaitable<T> work) {
        return test::run_on(io, std::move(work));
    }
    static deadline soon() { return runtime::within(10s); }
    static std::shared_ptr<const std::string> text(std::string content) { return std::make_shared<const std::string>(std::move(content)); }
    std::string unavailable_because(awaitable<void> work) {
        try {
            run(std::move(work));
        } catch (const unavailable& e) {
            return e.what();
        }
        return "it works";
    }
    static std::string fault(int status, const std::string& code) {
        return scripted_server::with(status, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>");
    }

    boost::asio::io_context io{1};
    test::scripted_server server{io};
    metrics::registry numbers;
    options chosen;
    std::optional<client> one;
};

TEST_F(store_says, nothing_special) {
    server.serve({scripted_server::ok("")});
    run(store().put("a/b.webp", text("hello"), "image/webp", soon()));
    EXPECT_THAT(
        server.heard.at(0),
        AllOf(StartsWith("PUT /media/a/b.webp HTTP/1.1\r\n"), HasSubstr("content-type: image/webp\r\n"),
              HasSubstr("x-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\r\n"),
              HasSubstr("content-md5: XUFAKrxLKna5cZ2REBfFkg==\r\n"),
              HasSubstr("SignedHeaders=content-md5;content-type;host;x-amz-content-sha256;x-amz-date"), testing::EndsWith("hello")));
    EXPECT_THAT(numbers.text(), HasSubstr("gavel_s3_requests_total{operation=\"put\",outcome=\"answered\"} 1"));
}

TEST_F(store_says, come_back_later) {
    server.serve({fault(503, "SlowDown"), scripted_server::with(500), fault(400, "RequestTimeout"), scripted_server::ok("")});
    run(store().put("a.bin", text("x"), "image/webp", soon()));
    EXPECT_EQ(server.heard.size(), 4u);
    EXPECT_THAT(numbers.text(), HasSubstr("gavel_s3_requests_total{operation=\"put\",outcome=\"failed\"} 3"));
}

TEST_F(store_says, come_back_later_for_ever) {
    server.serve({scripted_server::with(500), scripted_server::with(500), scripted_server::with(500), fault(503, "SlowDown"),
                  scripted_server::ok("")});
    EXPECT_EQ(unavailable_because(store().put("a.bin", text("x"), "image/webp", soon())), "it answered put with 503 SlowDown");
    EXPECT_EQ(server.heard.size(), 4u) << "s3.attempts_max";
}

TEST_F(store_says, come_back_later_than_the_deadline) {
    server.serve({scripted_server::with(500), scripted_server::with(500), scripted_server::with(500), scripted_server::with(500)});
    EXPECT_THROW(run(store().put("a.bin", text("x"), "image/webp", runtime::within(60ms))), unavailable);
    EXPECT_LE(server.heard.size(), 2u);
}

TEST_F(store_says, no) {
    server.serve({fault(403, "AccessDenied")});
    try {
        run(store().remove("a.bin", soon()));
        FAIL();
    } catch (const refused& e) {
        EXPECT_EQ(e.status, 403);
        EXPECT_EQ(e.code, "AccessDenied");
    }
    EXPECT_EQ(server.heard.size(), 1u) << "asking again does not help";
}

TEST_F(store_says, nothing_at_all) {
    server.serve({scripted_server::with(500), ""});
    server.serve({scripted_server::ok("")});
    run(store().put("a.bin", text("x"), "image/webp", soon()));
    server.leave();
    one.reset();
    EXPECT_THAT(unavailable_because(store().put("a.bin", text("x"), "image/webp", soon())), HasSubstr("cannot be reached"));
}

TEST_F(store_says, nothing_in_time) {
    chosen.attempt_ms = 100;
    chosen.attempts_max = 2;
    server.serve({});
    server.serve({});
    EXPECT_THAT(unavailable_because(store().put("a.bin", text("x"), "image/webp", soon())), HasSubstr("did not answer put in time"));
}

TEST_F(store_says, yes_and_then_no) {
    const auto late = scripted_server::ok("<?xml version=\"1.0\"?><Error><Code>InternalError</Code></Error>");
    server.serve({late, scripted_server::ok("<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>"), late,
                  scripted_server::ok("<CompleteMultipartUploadResult/>")});
    EXPECT_TRUE(run(store().copy("a.bin", "b.bin", "", soon())));
    EXPECT_TRUE(run(store().complete_parts("a.bin", "u", {{1, 5, "\"e\""}}, soon())));
    EXPECT_EQ(server.heard.size(), 4u);
    EXPECT_THAT(server.heard.at(0), HasSubstr("x-amz-copy-source: /media/a.bin\r\n"));
}

TEST_F(store_says, that_there_is_no_bucket) {
    server.serve({fault(404, "NoSuchBucket"), fault(404, "NoSuchKey")});
    EXPECT_THROW(run(store().get("a.bin", 10, soon())), refused);
    EXPECT_FALSE(run(store().get("a.bin", 10, soon())));
}

TEST_F(store_says, the_whole_instead_of_a_part) {
    server.serve({scripted_server::ok("0123456789")});
    EXPECT_THROW(run(store().get_range("a.bin", 2, 3, soon())), unavailable);
}

TEST_F(store_says, half_of_it) {
    chosen.attempts_max = 1;
    server.serve({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234", ""});
    EXPECT_THROW(run(store().get("a.bin", 100, soon())), unavailable) << "a cut object is no object";
}

TEST_F(store_says, something_else_entirely) {
    server.serve({scripted_server::ok("<html>Welcome</html>")});
    EXPECT_THROW(run(store().list("a/", "", soon())), malformed_answer);
}

TEST(presigned, goes_to_where_browsers_are) {
    boost::asio::io_context io{1};
    options o;
    o.endpoint = "http://10.0.0.7:9000";
    o.public_endpoint = "https://files.example.org";
    o.path_style = false;
    o.bucket = "media";
    const client store(io, o);
    EXPECT_THAT(store.presigned_put("incoming/a.bin", "image/webp", 5, 600s),
                AllOf(StartsWith("https://media.files.example.org/incoming/a.bin?X-Amz-Algorithm="),
                      HasSubstr("content-length%3Bcontent-type%3Bhost")));
    EXPECT_THAT(store.presigned_part("incoming/a.bin", "up/1", 3, 5, 600s),
                AllOf(HasSubstr("partNumber=3&uploadId=up%2F1"), HasSubstr("content-length%3Bhost")));
}

}  // namespace
}  // namespace gavel::s3
