// What one io thread has of the server: its acceptor, its connections, its ticker.
#pragma once
#include "platform/http/census.hpp"
#include "platform/http/dispatcher.hpp"
#include "platform/http/instruments.hpp"
#include "platform/http/intake.hpp"
#include "platform/http/proxies.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <list>
#include <memory>
#include <optional>

namespace gavel::http {

class session;

// Shared by all threads, never changed after the first listen().
struct common {
    common(options o, runtime::life& l, metrics::registry* n)
        : chosen(std::move(o)),
          life(l),
          numbers(n),
          proxies(chosen.trusted_proxies),
          connections(chosen.connections_max, chosen.connections_per_address_max),
          streams(chosen.streams_max, chosen.streams_per_address_max) {}

    const options chosen;
    runtime::life& life;
    metrics::registry* const numbers;
    const trusted_proxies proxies;
    census connections, streams;
    std::shared_ptr<const static_site> site;
    std::string announced;              // header lines of every answer
    std::unique_ptr<const route> rest;  // takes what no route does; null: the usual refusals
};

class shard : public std::enable_shared_from_this<shard> {
public:
    shard(boost::asio::io_context& io, std::shared_ptr<common> shared, const router& routes, authenticator who, translator translate);

    std::uint16_t start(const boost::asio::ip::tcp::endpoint& at);  // binds, then accepts and ticks in the background
    bool stopping() const { return stopping_; }

    using sessions = std::list<session*>;
    sessions::iterator enter(session* s) { return sessions_.insert(sessions_.end(), s); }
    void leave(sessions::iterator at) { sessions_.erase(at); }

    common& shared() { return *shared_; }
    const dispatcher& answers() const { return dispatcher_; }
    const std::optional<instruments>& counts() const { return instruments_; }
    id_source& ids() { return ids_; }

private:
    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> tick();
    void welcome(boost::asio::ip::tcp::socket socket);
    void stop();

    boost::asio::io_context& io_;
    std::shared_ptr<common> shared_;
    dispatcher dispatcher_;
    std::optional<instruments> instruments_;
    id_source ids_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer ticker_, accept_pause_;
    sessions sessions_;
    bool stopping_ = false;
};

}  // namespace gavel::http
