// Percent-encoding and queries of request targets.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::http {

// Appends the decoded text to `out`. False: a broken escape, a NUL, or broken UTF-8 in the result. `plus_is_space` in queries only.
bool percent_decode(std::string_view text, bool plus_is_space, std::string& out);

// "a=1&b=2" into decoded pairs, in order; a name without "=" has an empty value. False as above or for more than `pairs_max` pairs.
bool parse_query(std::string_view text, std::size_t pairs_max, std::vector<std::pair<std::string, std::string>>& out);

// host, host:port, [v6] or [v6]:port of the characters such names are made of.
bool is_valid_host(std::string_view host);

}  // namespace gavel::http
