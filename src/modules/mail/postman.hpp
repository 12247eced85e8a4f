// Carries letters to the mail server. One per process is enough; thread-safe (it only reads its settings).
#pragma once
#include "modules/mail/letters.hpp"
#include "modules/mail/options.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace gavel::mail {

class postman {
public:
    // std::invalid_argument if mail.from is not an address.
    postman(options settings, runtime::worker_pool& workers);

    bool open() const { return !options_.smtp.url.empty(); }
    // Address of a page in a language: Ukrainian ones have no prefix. `path` begins with a slash.
    std::string page_url(language lang, std::string_view path) const;

    // Renders and sends; the Message-ID is the same for every attempt of one job. Throws smtp::temporary_failure to be tried again;
    // a letter that the server refuses for good is logged as `mail.refused` and counts as handled.
    boost::asio::awaitable<void> deliver(letter l, const jobs::job& j);

    // The `mail.send` handler. Empty while there is no mail server: jobs nobody claims wait, and leave once smtp.url is set.
    std::vector<jobs::registration> registrations();

private:
    boost::asio::awaitable<void> send_queued(jobs::job j);
    std::string message_id(const jobs::job& j) const;

    options options_;
    sender sender_;
    runtime::worker_pool& workers_;
};

// Back-off reaches an hour after 12 attempts; the rest of two days of them covers a long outage of the mail server.
inline constexpr int delivery_attempts_max = 60;

}  // namespace gavel::mail
