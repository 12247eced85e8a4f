// Reading the audit chain of a lot (audit.hpp): pages for everybody, and the check of the whole.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/audit.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::bidding {

inline constexpr std::int64_t audit_records_max = 500;  // per page

struct audit_record {
    std::int64_t seq = 0;
    std::string text;
    digest hash{};
    std::optional<opening> reveal;
};

struct audit_page {
    digest head{};  // of the newest record
    std::vector<audit_record> records;
    std::optional<std::int64_t> next;  // continue from this seq
};

boost::json::object to_json(const audit_page& page);

// Records from `from` on, at most `most`, in one snapshot with the head. `reader`: who also sees what is hidden of their own. Refuses
// no_such_lot.
boost::asio::awaitable<result<audit_page>> read_audit(pg::pool& pool, lot_id lot, std::int64_t from, std::int64_t most,
                                                      std::optional<account_id> reader, pg::deadline until);

struct audit_report {
    std::int64_t records = 0;
    digest head{};
    std::optional<difference> found;  // nothing: everything is as it was accepted
};

// Derives every record anew from the stored rows, compares hashes and effects, folds the log and compares it with the standing, the
// maxima and the withdrawals that are stored besides. Nothing if there is no such lot.
boost::asio::awaitable<std::optional<audit_report>> audit(pg::pool& pool, lot_id lot, pg::deadline until);

}  // namespace gavel::bidding
