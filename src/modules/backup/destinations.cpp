#include "modules/backup/destinations.hpp"

#include "modules/backup/pack.hpp"
#include "modules/backup/together.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr auto file_within = 60min;  // of at most a pack; what takes longer will not end
constexpr int beginnings_max = 5;    // of one file that the place has forgotten half-way

// One file as target::create wants it: whole chunks, then the rest.
awaitable<void> send(target& to, std::string name, std::shared_ptr<const std::string> content, runtime::deadline until) {
    auto file = co_await to.create(std::move(name), until);
    std::size_t from = 0;
    for (; content->size() - from > chunk_bytes; from += chunk_bytes) {
        auto chunk = std::make_shared<const std::string>(*content, from, chunk_bytes);
        co_await file->append(std::move(chunk), until);
    }
    auto rest = from == 0 ? content : std::make_shared<const std::string>(*content, from);
    co_await file->finish(std::move(rest), until);
}

}  // namespace

destinations::destinations(const std::vector<std::unique_ptr<target>>& all) {
    for (const auto& each : all) places_.push_back({each.get(), {}, 0});
}

void destinations::drop(std::size_t which, std::string why) {
    if (places_[which].failure.empty()) places_[which].failure = std::move(why);
}

void destinations::require_one() const {
    std::string all;
    for (const auto& each : places_) {
        if (each.failure.empty()) return;
        all += fmt::format("{}{}: {}", all.empty() ? "" : "; ", each.at->description(), each.failure);
    }
    throw no_place_left(all.empty() ? "backup.targets names no place" : all);
}

awaitable<void> destinations::store_at(std::size_t which, std::string name, std::shared_ptr<const std::string> content) {
    for (int beginning = 1;; ++beginning) {
        try {
            co_await send(*places_[which].at, name, content, runtime::within(file_within));
            places_[which].bytes += content->size();
            co_return;
        } catch (const target_failure& e) {
            if (e.why == target_failure::reason::begin_again && beginning < beginnings_max) continue;
            drop(which, e.what());
            co_return;
        }
    }
}

awaitable<part> destinations::store(std::string name, std::shared_ptr<const std::string> content) {
    std::vector<awaitable<void>> all;
    for (std::size_t i = 0; i < places_.size(); ++i)
        if (places_[i].failure.empty()) all.push_back(store_at(i, name, content));
    part stored;
    stored.name = name;
    stored.bytes = content->size();
    stored.sha256 = sha256_of(*content);
    co_await together(std::move(all));
    require_one();
    co_return stored;
}

awaitable<void> destinations::list_at(std::size_t which, std::string prefix, std::vector<stored_file>* into) {
    try {
        *into = co_await places_[which].at->list(std::move(prefix), runtime::within(file_within));
    } catch (const target_failure& e) {
        drop(which, e.what());
    }
}

awaitable<std::set<std::string>> destinations::common(std::string prefix, const std::vector<part>& expected) {
    std::vector<std::vector<stored_file>> found(places_.size());
    std::vector<awaitable<void>> all;
    for (std::size_t i = 0; i < places_.size(); ++i)
        if (places_[i].failure.empty()) all.push_back(list_at(i, prefix, &found[i]));
    co_await together(std::move(all));
    require_one();
    std::set<std::string> names;
    for (const auto& each : expected) names.insert(each.name);
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (!places_[i].failure.empty()) continue;
        std::map<std::string, std::uint64_t> here;
        for (const auto& each : found[i]) here[each.name] = each.bytes;
        std::erase_if(names, [&](const std::string& name) { return !here.contains(name); });
        for (const auto& each : expected)
            if (here.contains(each.name) && here[each.name] != each.bytes) names.erase(each.name);
    }
    co_return names;
}

}  // namespace gavel::backup
