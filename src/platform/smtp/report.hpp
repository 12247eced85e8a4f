// Reads the mails by which other mail servers say that a letter could not be delivered: multipart/report (RFC 3462, 3464) as most servers
// and Gmail write it, and older ones that only name the address in X-Failed-Recipients. Pure; any bytes may come, all work is bounded.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::smtp {

inline constexpr std::size_t report_bytes_max = 256 * 1024;  // what is beyond is not read
inline constexpr std::size_t report_recipients_max = 50;

struct undelivered {
    std::string address;  // in lower case, as the other server calls it
    std::string status;   // enhanced status code: "5.1.1"
    bool permanent = false;
};

struct delivery_report {
    std::vector<undelivered> recipients;  // failed ones only: delays and successes are left out
    std::string original_id;              // Message-ID of our letter, without brackets; empty: not told
};

// Nothing: it is no report, or none about a failure.
std::optional<delivery_report> read_report(std::string_view mail);

// Whether such a failure means that nobody reads this address, and not that the mailbox is full or our letter was disliked.
bool is_dead_address(std::string_view status);

}  // namespace gavel::smtp
