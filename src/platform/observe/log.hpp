// Structured logs: one JSON object per line; the event name first, then its fields. Never personal data, never secrets.
//   log::info("bidding.placed", "lot", 9, "ms", 3)
// Fields are flat: integers, floating point, bool, text; a text is cut at text_bytes_max. Thread-safe; lines go to standard error.
#pragma once
#include <fmt/format.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>

namespace gavel::log {

enum class level { debug, info, warning, error };

inline constexpr std::size_t text_bytes_max = 4096;

namespace detail {

// Collects one event. Nothing here throws: an event that cannot be written is dropped.
class line {
public:
    line(level l, std::string_view event);
    ~line();  // writes
    line(const line&) = delete;
    line& operator=(const line&) = delete;
    void add(std::string_view key, std::string_view text);
    void add(std::string_view key, bool value);
    void add(std::string_view key, std::int64_t value);
    void add(std::string_view key, double value);

private:
    template <class Append>
    void append(std::string_view key, Append value);

    std::string text_;
    level level_;
};

bool enabled(level l);

inline void fill(line&) {}
template <class V, class... Rest>
void fill(line& to, std::string_view key, const V& value, const Rest&... rest) {
    if constexpr (std::same_as<V, bool>) to.add(key, value);
    else if constexpr (std::integral<V>) to.add(key, static_cast<std::int64_t>(value));
    else if constexpr (std::floating_point<V>) to.add(key, static_cast<double>(value));
    else to.add(key, std::string_view(value));
    fill(to, rest...);
}

template <class... F>
void write(level l, std::string_view event, const F&... fields) {
    if (!enabled(l)) return;
    line entry(l, event);
    fill(entry, fields...);
}

}  // namespace detail

void set_level(level l);  // what is below it is not even formatted; info unless told otherwise

// Where finished lines go (without a newline) instead of standard error; an empty function brings standard error back. For tests.
void redirect(std::function<void(std::string_view line)> to);

template <class... F>
void debug(std::string_view event, const F&... fields) {
    detail::write(level::debug, event, fields...);
}
template <class... F>
void info(std::string_view event, const F&... fields) {
    detail::write(level::info, event, fields...);
}
template <class... F>
void warning(std::string_view event, const F&... fields) {
    detail::write(level::warning, event, fields...);
}
template <class... F>
void error(std::string_view event, const F&... fields) {
    detail::write(level::error, event, fields...);
}

}  // namespace gavel::log
