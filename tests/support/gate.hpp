// A gate between a pool and PostgreSQL: lets everything through until a test closes it or loses an answer on the way.
#pragma once
#include "tests/support/pg.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <memory>
#include <string>
#include <vector>

namespace gavel::test {

// Works while somebody turns its io_context; ends with it.
class gate {
public:
    gate(boost::asio::io_context& io, database& behind);
    ~gate();
    gate(const gate&) = delete;
    gate& operator=(const gate&) = delete;

    const std::string& url() const { return url_; }  // of the same database, through the gate

    void close();  // every connection ends, new ones are refused
    void open();

    // The next COMMIT reaches the server, which keeps the transaction; its answer is lost with the connection.
    void lose_next_commit_answer() { lose_answer_ = true; }

private:
    struct passage;

    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> up(std::shared_ptr<passage> through);
    boost::asio::awaitable<void> down(std::shared_ptr<passage> through);

    boost::asio::io_context& io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::local::stream_protocol::endpoint server_;
    std::string url_;
    std::vector<std::weak_ptr<passage>> passages_;
    bool closed_ = false, lose_answer_ = false;
};

}  // namespace gavel::test
