// Sends the letters that wait, as fast as the account at the mail server may: every server of ours asks for each letter under the lock of
// the account's row. One io thread.
#pragma once
#include "modules/mail/handover.hpp"
#include "modules/mail/postman.hpp"
#include "modules/mail/repository.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/runtime/bell.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gavel::mail {

// Values that a letter gets only when it leaves (links with tokens); nothing: the letter has become pointless.
using filler = std::function<awaitable<std::optional<letter_values>>(letter, pg::pool&)>;

struct step {
    bool handled = false;  // a letter: there may be more
    std::chrono::steady_clock::duration pause{};
};

class dispatcher {
public:
    // `pool` and `carrier` outlive it.
    dispatcher(boost::asio::io_context& io, pg::pool& pool, const postman& carrier, metrics::registry& m);

    void fill(std::string letter_name, filler with);  // before run()

    // One letter at most. Not while run() runs.
    awaitable<step> run_once();

    // Until the process stops; letters that are on their way then still arrive.
    awaitable<void> run(runtime::life& l);

private:
    metrics::counter attempts(smtp::verdict came_of_them);
    // One connection to the mail server, and the loop that uses it.
    struct lane {
        lane(boost::asio::io_context& io, const smtp::client_options& settled) : server(settled), bell(io) {}
        smtp::connection server;
        runtime::bell bell;
    };
    struct next {
        std::optional<claimed> letter;
        std::chrono::steady_clock::duration pause{};
    };

    awaitable<void> loop(std::shared_ptr<lane> own, runtime::life& l);
    awaitable<std::chrono::steady_clock::duration> round(std::shared_ptr<lane> own);
    awaitable<step> work(std::shared_ptr<lane> on);
    awaitable<next> claim_next();
    awaitable<void> handle(claimed c, std::shared_ptr<lane> on);
    awaitable<bool> complete(claimed& c);
    awaitable<void> finish_unsent(const claimed& c, std::string state, std::chrono::seconds again_after);
    awaitable<void> finish(const claimed& c, smtp::outcome result);
    awaitable<consequence> settle_once(const claimed& c, smtp::outcome result);
    awaitable<void> tidy();

    boost::asio::io_context& io_;
    pg::pool& pool_;
    const postman& carrier_;
    metrics::registry& numbers_;
    const sending_limits limits_;
    const std::string sender_;
    handover server_;
    std::map<std::string, filler, std::less<>> fillers_;
    std::vector<std::shared_ptr<lane>> lanes_;
    link_key key_;
    std::chrono::steady_clock::time_point tidy_at_{};
};

}  // namespace gavel::mail
