// What is said in the open, and signed, about a file of the log and about a base backup. Pure.
#pragma once
#include "base/time.hpp"
#include "modules/backup/keys.hpp"
#include "modules/backup/manifest.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

// Stands before the sealed content of a file of the log, so that the server can tell without the recovery key whether that is stored
// already.
struct wal_head {
    std::string system, name;
    std::uint64_t bytes = 0;  // of the content
    std::string sha256;       // hexadecimal, of the content

    bool operator==(const wal_head&) const = default;
};
inline constexpr std::size_t wal_head_bytes_max = 1024;

std::string write_wal_head(const wal_head& h, const signing_key& by);  // two lines
// The head that `stored` begins with, and how long it is. damaged.
struct found_head {
    wal_head said;
    std::size_t length = 0;
};
found_head read_wal_head(std::string_view stored, const std::vector<signer>& trusted);

struct base_record {
    std::string system, id;
    std::string first_wal;  // the segment from which on the log is needed
    instant finished;       // by the database's clock: it can be recovered to any later moment
    std::vector<part> parts;

    std::uint64_t bytes() const;
};

std::string write_base_record(const base_record& r, const signing_key& by);
base_record read_base_record(std::string_view text, const std::vector<signer>& trusted);  // damaged

}  // namespace gavel::backup
