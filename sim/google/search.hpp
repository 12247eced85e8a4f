// The part of the search language of files.list that backups use.
#pragma once
#include "sim/google/state.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace gavel::sim::google {

struct term {
    std::string what, text, value;  // parent, name, name_contains, mime, trashed, property (text = value)
};

std::optional<std::vector<term>> read_search(std::string_view q);  // nothing: malformed
bool matches(const std::vector<term>& all, const stored& f);

}  // namespace gavel::sim::google
