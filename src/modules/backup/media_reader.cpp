#include "modules/backup/media_reader.hpp"

#include "base/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

namespace gavel::backup {
namespace {

constexpr std::size_t slice_bytes = 1024 * 1024;  // of a pack, opened at a time

struct come_object {
    packed_object about;
    std::shared_ptr<const std::string> content;
};

awaitable<void> read_pack(target& from, part pack, const recovery_key& with, wanted_objects& wanted, const object_taker& take) {
    const auto sealed = co_await fetch(from, pack);
    std::deque<come_object> come;
    pack_reader objects([&](packed_object o, std::string content) {
        if (wanted.take(o)) come.push_back({std::move(o), std::make_shared<const std::string>(std::move(content))});
    });
    opener opened(with);
    const sink into = [&objects](std::string_view bytes) { objects.add(bytes); };
    for (std::size_t at = 0; at < sealed->size(); at += slice_bytes) {
        opened.add(std::string_view(*sealed).substr(at, slice_bytes), into);
        for (; !come.empty(); come.pop_front()) {
            auto& first = come.front();
            co_await take(std::move(first.about), std::move(first.content));
        }
    }
    opened.finish(into);
    objects.finish();
    for (; !come.empty(); come.pop_front()) {
        auto& first = come.front();
        co_await take(std::move(first.about), std::move(first.content));
    }
}

}  // namespace

wanted_objects::mark wanted_objects::mark_of(const packed_object& o) {
    const auto hash = sha256(o.key + '\n' + o.sha256);
    mark m{};
    std::copy_n(hash.begin(), m.size(), m.begin());
    return m;
}

void wanted_objects::add(const packed_object& o) { marks_.push_back(mark_of(o)); }

void wanted_objects::close() {
    std::ranges::sort(marks_);
    const auto doubled = std::ranges::unique(marks_);
    marks_.erase(doubled.begin(), doubled.end());
    come_.assign(marks_.size(), false);
    left_ = wanted();
}

bool wanted_objects::take(const packed_object& o) {
    const auto m = mark_of(o);
    const auto at = std::ranges::lower_bound(marks_, m);
    if (at == marks_.end() || *at != m) return false;
    const auto index = static_cast<std::size_t>(at - marks_.begin());
    if (come_[index]) return false;
    come_[index] = true;
    --left_;
    return true;
}

awaitable<std::int64_t> read_objects(target& from, const manifest& what, const recovery_key& with, runtime::worker_pool& workers,
                                     object_taker take, std::function<void(std::uint64_t)> read) {
    const auto* index = what.find(content::media_index);
    if (!index) co_return 0;
    wanted_objects wanted;
    index_reader lines([&wanted](packed_object o) { wanted.add(o); });
    sink into = [&lines](std::string_view bytes) { lines.add(bytes); };
    std::function<void(std::uint64_t)> unheard = [](std::uint64_t) {};
    co_await read_back(from, *index, with, workers, std::move(into), std::move(unheard));
    lines.finish();
    wanted.close();
    std::uint64_t so_far = 0;
    for (const auto& pack : what.packs) {
        co_await read_pack(from, pack, with, wanted, take);
        so_far += pack.bytes;
        read(so_far);
    }
    if (wanted.left() > 0)
        throw damaged(fmt::format("{} of {} photos and documents are in none of the packs", wanted.left(), wanted.wanted()));
    co_return wanted.wanted();
}

}  // namespace gavel::backup
