// Letters that came back: their addresses get only what they ask for from then on, and the campaign counts them.
#pragma once
#include "modules/newsletters/options.hpp"
#include "platform/imap/mailbox.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"
#include "platform/runtime/worker_pool.hpp"
#include "platform/smtp/report.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::newsletters {

using pg::awaitable;

struct bounce_effect {
    std::int64_t known = 0;       // failures of letters that we have sent; others are nobody's proof of anything
    std::int64_t suppressed = 0;  // addresses that were not before
    std::int64_t counted = 0;     // recipients of campaigns
};

// A letter of ours is known by its Message-ID; without one, an address is believed if we have written to it within 30 days.
awaitable<bounce_effect> take_report(pg::pool& pool, pg::deadline until, smtp::delivery_report report);

// What an operator knows. `addresses` are normalised; they are suppressed in any case.
awaitable<bounce_effect> take_addresses(pg::pool& pool, pg::deadline until, std::vector<std::string> addresses);

// The addresses in an operator's file: one line each, "address" or "address,reason", with or without a heading. Pure.
struct bounce_list {
    std::vector<std::string> addresses;
    std::vector<std::size_t> bad_lines;  // their numbers, from 1; the first 20
};
inline constexpr std::size_t bounce_lines_max = 100'000;
bounce_list read_bounce_list(std::string_view csv);

// Looks into the mailbox that such reports come to.
class bounce_reader {
public:
    bounce_reader(pg::pool& pool, const bounce_options& chosen);

    // Reads at most 100 unseen reports. Returns what they changed; throws imap::unavailable.
    awaitable<bounce_effect> run_once();

    awaitable<void> run(runtime::life& l);  // until the process stops

private:
    awaitable<std::string> fetch(std::uint32_t uid);
    awaitable<bounce_effect> take_mail(std::uint32_t uid);

    pg::pool& pool_;
    std::chrono::minutes interval_;
    imap::mailbox box_;
    runtime::worker_pool workers_{1, 1};  // of its own: a mailbox that hangs keeps nothing else waiting
};

}  // namespace gavel::newsletters
