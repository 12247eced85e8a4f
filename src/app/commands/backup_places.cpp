#include "app/commands/backup_places.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace gavel::app {

bool say_where(const std::string& id, const saved_places& places, const std::string& more) {
    constexpr double megabyte = 1e6;
    bool everywhere = true;
    for (const auto& each : places) {
        if (each.failure.empty()) {
            fmt::print("{} is in {}: {:.1f} MB sent.{}{}\n", id, each.at->description(), static_cast<double>(each.bytes) / megabyte,
                       more.empty() ? "" : " ", more);
            continue;
        }
        everywhere = false;
        fmt::print(stderr, "{} is not in {}: {}\n", id, each.at->description(), each.failure);
    }
    return everywhere;
}

boost::asio::awaitable<bool> prune_places(const saved_places& places, pruning_of_one prune_one) {
    bool all = true;
    for (const auto& each : places) {
        if (!each.failure.empty()) continue;
        try {
            co_await prune_one(*each.at);
        } catch (const backup::target_failure& e) {
            fmt::print(stderr, "What is outdated stays in {}: {}\n", each.at->description(), e.what());
            all = false;
        }
    }
    co_return all;
}

}  // namespace gavel::app
