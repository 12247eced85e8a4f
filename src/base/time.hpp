// Moments as PostgreSQL keeps them: microseconds since 1970 in UTC.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gavel {

using instant = std::chrono::sys_time<std::chrono::microseconds>;

// This machine's clock: for the server_time by which clients set their countdowns. What is decided goes by PostgreSQL's.
instant server_now();

// RFC 3339 in UTC with milliseconds: 2026-11-22T19:30:00.000Z
std::string format_instant(instant t);

// The same without loss: 2026-11-22T19:30:00.000000Z
std::string format_exactly(instant t);

// RFC 3339 with any offset; years 1970 to 9999; nothing if malformed.
std::optional<instant> parse_instant(std::string_view text);

}  // namespace gavel
