// The headers of one request in one piece of memory: a request on a warm connection allocates nothing for them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::http {

class header_table {
public:
    void clear();
    void add(std::string_view name, std::string_view value);  // the name is kept in lower case

    std::size_t size() const { return entries_.size(); }
    std::pair<std::string_view, std::string_view> operator[](std::size_t index) const;  // views end with the next add or clear

    // The first value of `name` (any case).
    std::optional<std::string_view> find(std::string_view name) const;

private:
    struct entry {
        std::uint32_t name, name_size, value, value_size;
    };
    std::string text_;
    std::vector<entry> entries_;
};

}  // namespace gavel::http
