#include "modules/backup/media_copier.hpp"

#include "base/random.hpp"
#include "modules/backup/repository.hpp"
#include "modules/media/inventory.hpp"
#include "modules/media/rules.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr auto object_within = 5min, rows_within = 1min;
constexpr std::size_t pack_name_bytes = 16;
constexpr std::size_t sealed_more_bytes_max = 64 * 1024;  // than the content of a pack
static_assert(object_bytes_max >= static_cast<std::uint64_t>(media::photo_bytes_max));

std::string random_name() {
    std::array<unsigned char, pack_name_bytes> bytes{};
    fill_randomly(bytes);
    return pack_name(hex(bytes));
}

}  // namespace

media_copier::media_copier(pg::pool& records, storage::store& store, destinations& to, const std::vector<recipient>& readers,
                           std::string sealed_for, std::function<void(std::uint64_t)> progress)
    : records_(records),
      store_(store),
      to_(to),
      readers_(readers),
      sealed_for_(std::move(sealed_for)),
      progress_(std::move(progress)) {}

awaitable<void> media_copier::prepare() {
    known_ = co_await repository::find_packs(records_, runtime::within(rows_within));
    const std::string prefix(packs_prefix);
    const auto everywhere = co_await to_.common(prefix, known_);
    usable_.assign(everywhere.begin(), everywhere.end());
}

void media_copier::name(const packed_object& o) {
    ++objects_;
    used_.insert(o.pack);
    lines_ += line_of(o);
}

awaitable<void> media_copier::copy(std::vector<std::string> keys) {
    const auto found = co_await repository::find_packed(records_, runtime::within(rows_within), keys, sealed_for_, usable_);
    std::map<std::string, const packed_object*> here;
    for (const auto& each : found) here[each.key] = &each;
    for (auto& key : keys) {
        const auto at = here.find(key);
        if (at == here.end()) {
            co_await add(std::move(key));
            continue;
        }
        auto known = *at->second;
        known.type = media::media_type_of_key(known.key);
        name(known);
    }
}

awaitable<void> media_copier::add(std::string key) {
    auto found = co_await store_.get(key, object_bytes_max, runtime::within(object_within));
    if (!found) {
        ++missing_;
        co_return;
    }
    packed_object o;
    o.key = std::move(key);
    o.type = media::media_type_of_key(o.key);
    o.bytes = found->content.size();
    o.sha256 = sha256_of(found->content);
    const auto line = line_of(o);
    if (!waiting_.empty() && content_bytes_ + line.size() + found->content.size() > pack_bytes_max) co_await write_pack();
    put(line);
    put(found->content);
    waiting_.push_back(std::move(o));
}

// Into the pack that is being made; sealed at once, so that it is in memory only once.
void media_copier::put(std::string_view bytes) {
    if (!sealer_) {
        sealer_.emplace(readers_);
        sealed_ = std::make_shared<std::string>();
        sealed_->reserve(pack_bytes_max + sealed_more_bytes_max);
    }
    content_bytes_ += bytes.size();
    sealer_->add(bytes, [this](std::string_view sealed) { sealed_->append(sealed); });
}

awaitable<void> media_copier::write_pack() {
    sealer_->finish([this](std::string_view sealed) { sealed_->append(sealed); });
    sealer_.reset();
    content_bytes_ = 0;
    const auto bytes = sealed_->size();
    auto named = random_name();
    auto written = co_await to_.store(std::move(named), std::move(sealed_));
    for (auto& each : waiting_) each.pack = written.name;
    co_await repository::note_pack(records_, runtime::within(rows_within), written, sealed_for_, waiting_);
    for (const auto& each : waiting_) name(each);
    known_.push_back(std::move(written));
    waiting_.clear();
    progress_(bytes);
}

awaitable<void> media_copier::finish() {
    if (!waiting_.empty()) co_await write_pack();
}

std::string media_copier::take_lines() { return std::exchange(lines_, {}); }

std::vector<part> media_copier::packs() const {
    std::vector<part> all;
    for (const auto& each : known_)
        if (used_.contains(each.name)) all.push_back(each);
    std::ranges::sort(all, {}, &part::name);
    return all;
}

std::string name_of_readers(std::vector<recipient> readers) {
    std::ranges::sort(readers, {}, &recipient::bytes);
    std::string all;
    for (const auto& each : readers) all.append(each.bytes.begin(), each.bytes.end());
    return hex(sha256(all)).substr(0, 32);
}

}  // namespace gavel::backup
