// Values on their way to PostgreSQL, in text format. A class with a constructor on purpose (compiler trap, GCC 12).
#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::pg {

using bytes = std::vector<unsigned char>;

class parameters {
public:
    parameters() {}

    void add(std::nullopt_t);
    void add(bool value);
    void add(int value) { add(static_cast<std::int64_t>(value)); }
    void add(std::int64_t value);
    void add(std::string_view value);
    void add(const char* value) { add(std::string_view(value)); }
    void add(const std::string& value) { add(std::string_view(value)); }
    void add(instant value);
    void add(const bytes& value);               // bytea
    void add(const boost::json::value& value);  // json, jsonb
    void add(const boost::json::object& value);
    void add(const std::vector<std::int64_t>& value);  // bigint[]
    void add(const std::vector<std::string>& value);   // text[]
    template <class Tag>
    void add(id<Tag> value) {
        add(value.value);
    }
    template <class Tag>
    void add(const std::vector<id<Tag>>& value) {
        std::vector<std::int64_t> plain;
        plain.reserve(value.size());
        for (const auto each : value) plain.push_back(each.value);
        add(plain);
    }
    template <class T>
    void add(const std::optional<T>& value) {
        if (value) add(*value);
        else add(std::nullopt);
    }

    int size() const { return static_cast<int>(values_.size()); }
    const std::vector<std::optional<std::string>>& values() const { return values_; }

private:
    std::vector<std::optional<std::string>> values_;
};

}  // namespace gavel::pg
