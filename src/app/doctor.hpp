// Whether everything that is stored agrees with itself. Asked by `gavel doctor`, after a restore and by a drill; only reads.
#pragma once
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace gavel::storage {
class store;
}

namespace gavel::app {

using boost::asio::awaitable;

// rule: one word that does not change, e.g. "balance_wrong" (docs/operate/doctor.md lists them). what: a sentence or the thing it is about.
struct finding {
    std::string rule, what;
};

// One check and what it saw.
struct examined {
    std::string check;                                         // schema, ledger, audit, media, orphans, work
    std::vector<std::pair<std::string, std::int64_t>> counts;  // what was looked at: {"books", 12}, {"transactions", 40}
    std::vector<finding> findings;                             // at most findings_max of each rule
    std::int64_t untold = 0;                                   // findings beyond those; as many at least

    bool well() const { return findings.empty(); }
};

inline constexpr std::size_t findings_max = 20;

struct examination {
    std::vector<examined> checks;       // in the order of the list above
    std::vector<std::string> left_out;  // checks that were not made: no store was given, or the schema is not this release's

    bool well() const;
};

// Called as soon as a check has ended; may be empty.
using examination_listener = std::function<void(const examined&)>;

// Runs beside serving processes and holds no lock. Audits one lot at a time: memory is that of the longest log of a lot. `media` may be
// null: objects are not looked at. Throws what the database or the store throws: then nothing is known.
awaitable<examination> examine(pg::pool& pool, storage::store* media, pg::deadline until, examination_listener told = {});

// For people: "ledger: 12 books, 40 transactions: well", and one line for each finding.
std::string to_text(const examined& one);
std::string to_text(const finding& one);

}  // namespace gavel::app
