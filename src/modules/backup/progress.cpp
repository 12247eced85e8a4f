#include "modules/backup/progress.hpp"

#include "platform/observe/log.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include <cmath>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds terminal_every = 500ms, log_every = 30s;
constexpr double kilo = 1000;

std::string size_text(double bytes) {
    if (bytes >= kilo * kilo * kilo) return fmt::format("{:.1f} GB", bytes / (kilo * kilo * kilo));
    if (bytes >= kilo * kilo) return fmt::format("{:.0f} MB", bytes / (kilo * kilo));
    return fmt::format("{:.0f} kB", bytes / kilo);
}

std::string time_text(double seconds) {
    const auto whole = static_cast<long>(std::ceil(seconds));
    constexpr long minute = 60, hour = 3600;
    if (whole >= hour) return fmt::format("{} h {} min", whole / hour, whole % hour / minute);
    if (whole >= minute) return fmt::format("{} min {} s", whole / minute, whole % minute);
    return fmt::format("{} s", whole);
}

}  // namespace

std::string progress_text(std::string_view stage, std::uint64_t bytes, std::uint64_t expected, std::chrono::duration<double> took) {
    const auto done = static_cast<double>(bytes);
    auto text = fmt::format("{}: {}", stage, size_text(done));
    if (took.count() <= 0 || bytes == 0) return text;
    const double rate = done / took.count();
    text += fmt::format(", {}/s", size_text(rate));
    if (expected > bytes) text += fmt::format(", about {} left", time_text(static_cast<double>(expected - bytes) / rate));
    return text;
}

progress::progress(std::FILE* to) : to_(to), terminal_(::isatty(::fileno(to)) == 1) {}

progress::~progress() {
    if (!stage_.empty()) show(true);
}

void progress::begin(std::string_view stage, std::uint64_t expected) {
    if (!stage_.empty()) show(true);
    stage_ = stage;
    expected_ = expected;
    bytes_ = 0;
    began_ = shown_ = std::chrono::steady_clock::now();
    if (terminal_) show(false);
}

void progress::reached(std::uint64_t bytes) {
    bytes_ = bytes;
    if (std::chrono::steady_clock::now() - shown_ >= (terminal_ ? terminal_every : log_every)) show(false);
}

void progress::show(bool last) {
    shown_ = std::chrono::steady_clock::now();
    const std::chrono::duration<double> took = shown_ - began_;
    if (terminal_) {
        const auto text = progress_text(stage_, bytes_, last ? 0 : expected_, took);
        fmt::print(to_, "\r\x1b[K{}{}", text, last ? "\n" : "");
        std::fflush(to_);
        return;
    }
    log::info(last ? "backup.stage_done" : "backup.progress", "stage", stage_, "bytes", static_cast<std::int64_t>(bytes_), "expected",
              static_cast<std::int64_t>(expected_), "seconds", took.count());
}

}  // namespace gavel::backup
