#include "platform/observe/log.hpp"

#include "base/text.hpp"
#include "base/time.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <iterator>
#include <memory>
#include <mutex>

namespace gavel::log {

namespace {

std::atomic<level> lowest = level::info;

std::mutex redirect_mutex;
std::function<void(std::string_view)> redirected;  // guarded by redirect_mutex

// spdlog only writes: one line per call under its own lock. The line is already JSON. Never destroyed, so late events are safe.
spdlog::logger& writer() {
    static spdlog::logger& only = []() -> spdlog::logger& {
        auto& made = *new spdlog::logger("gavel", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made.set_pattern("%v");
        made.set_level(spdlog::level::trace);
        return made;
    }();
    return only;
}

std::string_view name_of(level l) {
    switch (l) {
        case level::debug: return "debug";
        case level::info: return "info";
        case level::warning: return "warning";
        case level::error: break;
    }
    return "error";
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (const auto code = static_cast<unsigned char>(c); code < 0x20 || code == 0x7f)
                    fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
                else out += c;
        }
    }
}

// Bytes that are not UTF-8 would make the line unreadable for every collector: they become question marks.
std::string readable(std::string_view text) {
    std::string shortened(text.substr(0, text_bytes_max));
    if (text.size() > text_bytes_max)
        while (!shortened.empty() && (static_cast<unsigned char>(text[shortened.size()]) & 0xc0) == 0x80) shortened.pop_back();
    if (!is_valid_utf8(shortened))
        for (char& c : shortened)
            if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    return shortened;
}

void append_text(std::string& out, std::string_view text) {
    out += '"';
    append_escaped(out, readable(text));
    out += '"';
}

void append_key(std::string& out, std::string_view key) {
    out += ',';
    append_text(out, key);
    out += ':';
}

}  // namespace

namespace detail {

bool enabled(level l) { return l >= lowest.load(std::memory_order_relaxed); }

line::line(level l, std::string_view event) : level_(l) {
    try {
        const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        text_ = fmt::format(R"({{"time":"{}","level":"{}","event":)", format_instant(now), name_of(l));
        append_text(text_, event);
    } catch (...) {
        text_.clear();
    }
}

line::~line() {
    if (text_.empty()) return;
    try {
        text_ += '}';
        {
            const std::lock_guard lock(redirect_mutex);
            if (redirected) {
                redirected(text_);
                return;
            }
        }
        writer().log(level_ == level::error ? spdlog::level::err : spdlog::level::info, spdlog::string_view_t(text_.data(), text_.size()));
    } catch (...) {
        // A log that cannot be written must not hurt who wrote it.
    }
}

// A line cleared by a failure stays empty and is dropped.
template <class Append>
void line::append(std::string_view key, Append value) {
    try {
        if (text_.empty()) return;
        append_key(text_, key);
        value();
    } catch (...) {
        text_.clear();
    }
}

void line::add(std::string_view key, std::string_view text) {
    append(key, [&] { append_text(text_, text); });
}

void line::add(std::string_view key, bool value) {
    append(key, [&] { text_ += value ? "true" : "false"; });
}

void line::add(std::string_view key, std::int64_t value) {
    append(key, [&] { fmt::format_to(std::back_inserter(text_), "{}", value); });
}

void line::add(std::string_view key, double value) {
    append(key, [&] {
        if (std::isfinite(value)) fmt::format_to(std::back_inserter(text_), "{}", value);
        else text_ += "null";  // JSON has no infinity
    });
}

}  // namespace detail

void set_level(level l) { lowest = l; }

void redirect(std::function<void(std::string_view line)> to) {
    const std::lock_guard lock(redirect_mutex);
    redirected = std::move(to);
}

}  // namespace gavel::log
