// Values on their way to PostgreSQL, in text format. A class with a constructor on purpose (compiler trap, GCC 12).
#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <span>
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
    void add(std::span<const unsigned char> value);                               // bytea
    void add(const bytes& value) { add(std::span<const unsigned char>(value)); }  // not an array of numbers
    void add(const boost::json::value& value);                                    // json, jsonb
    void add(const boost::json::object& value);
    template <class Tag>
    void add(id<Tag> value) {
        add(value.value);
    }
    template <class T>
    void add(const std::optional<T>& value) {
        if (value) add(*value);
        else add(std::nullopt);
    }
    // An array: bigint[], boolean[], text[], uuid[], timestamptz[], bytea[]. An empty optional in it is null.
    template <class T>
    void add(const std::vector<T>& value) {
        values_.emplace_back(array_text(value));
    }
    // An array as one text, for arrays of arrays: PostgreSQL has none of different lengths, but reads `$1::bigint[]` out of a text[].
    template <class T>
    static std::string array_text(const std::vector<T>& value) {
        std::string text = "{";
        for (const auto& each : value) {
            if (text.size() > 1) text += ',';
            append(text, each);
        }
        text += '}';
        return text;
    }

    int size() const { return static_cast<int>(values_.size()); }
    const std::vector<std::optional<std::string>>& values() const { return values_; }

private:
    // One element of an array's text.
    static void append(std::string& to, bool value) { to += value ? 't' : 'f'; }
    static void append(std::string& to, int value) { append(to, static_cast<std::int64_t>(value)); }
    static void append(std::string& to, std::int64_t value);
    static void append(std::string& to, std::string_view value);
    static void append(std::string& to, const std::string& value) { append(to, std::string_view(value)); }
    static void append(std::string& to, instant value);
    static void append(std::string& to, std::span<const unsigned char> value);
    static void append(std::string& to, const bytes& value) { append(to, std::span<const unsigned char>(value)); }
    template <class Tag>
    static void append(std::string& to, id<Tag> value) {
        append(to, value.value);
    }
    template <class T>
    static void append(std::string& to, const std::optional<T>& value) {
        if (value) append(to, *value);
        else to += "NULL";
    }

    std::vector<std::optional<std::string>> values_;
};

}  // namespace gavel::pg
