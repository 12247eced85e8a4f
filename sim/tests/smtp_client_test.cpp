// The product's SMTP client against the mailbox, over a socket.
#include "platform/smtp/client.hpp"
#include "sim/mailbox/smtp_sink.hpp"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <thread>

namespace gavel::sim {
namespace {

using smtp::verdict;

class smtp_client : public testing::Test {
protected:
    smtp_client() {
        const auto port = start_smtp_sink(io, life, letters, 0);
        thread = std::thread([this] { io.run(); });
        options.url = "smtp://127.0.0.1:" + std::to_string(port);
        options.require_tls = false;
        options.timeout_ms = 10'000;
        m.from_address = "no-reply@auction.example";
        m.from_name = "Gavel «Аукціон»";
        m.to_address = "olena@example.com";
        m.subject = "Лот ваш: дзвін із дуже довгою назвою, яка не вміщується в один рядок заголовка";
        m.text = "Рядок один\r\n.\r\nhttps://auction.example/lots/7\r\n";
        m.html = "<p>Рядок <b>один</b></p>";
        m.message_id = "<17.abc@auction.example>";
        m.language = "uk";
    }
    ~smtp_client() override { stop(); }
    void stop() {
        if (!thread.joinable()) return;
        life.request_stop();
        thread.join();
    }

    smtp::outcome send() { return smtp::connection(options).send(m, server_now()); }

    boost::asio::io_context io{1};
    runtime::life life;
    store letters;
    std::thread thread;
    smtp::client_options options;
    smtp::message m;
};

TEST_F(smtp_client, delivers_every_character) {
    EXPECT_EQ(send().what, verdict::accepted);
    stop();
    ASSERT_EQ(letters.size(), 1u);
    const auto& got = *letters.newest("olena@example.com", 1).front();
    EXPECT_EQ(got.content.subject, m.subject);
    EXPECT_EQ(got.content.from, "Gavel «Аукціон» <no-reply@auction.example>");
    EXPECT_EQ(got.content.text, m.text);
    EXPECT_EQ(got.content.html, m.html);
    EXPECT_EQ(got.content.message_id, m.message_id);
    ASSERT_EQ(got.content.links.size(), 1u);
}

TEST_F(smtp_client, tells_final_refusals_from_passing_ones) {
    m.to_address = "x@bounce.example";
    EXPECT_EQ(send().what, verdict::bad_address);
    m.to_address = "x@later.example";
    const auto later = send();
    EXPECT_EQ(later.what, verdict::temporary);
    EXPECT_EQ(later.said, "451 4.3.0");
}

TEST_F(smtp_client, keeps_its_connection) {
    smtp::connection server(options);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(server.send(m, server_now()).what, verdict::accepted);
    m.to_address = "x@bounce.example";
    EXPECT_EQ(server.send(m, server_now()).what, verdict::bad_address);
    m.to_address = "olena@example.com";
    EXPECT_EQ(server.send(m, server_now()).what, verdict::accepted);
    stop();
    EXPECT_EQ(letters.size(), 4u);
}

TEST_F(smtp_client, does_not_speak_without_tls_unless_told) {
    options.require_tls = true;
    EXPECT_EQ(send().what, verdict::setup);
    stop();
    EXPECT_EQ(letters.size(), 0u);
}

TEST_F(smtp_client, no_server_is_nobodys_fault) {
    stop();
    EXPECT_EQ(send().what, verdict::unreachable);
}

TEST_F(smtp_client, refuses_an_address_that_is_a_command) {
    m.to_address = "x@example.com>\r\nRCPT TO:<y@example.com";
    EXPECT_THROW(send(), std::invalid_argument);
}

}  // namespace
}  // namespace gavel::sim
