// Photos and documents into packs: those that no pack has yet are read from the store and sent, the others are only named.
#pragma once
#include "modules/backup/destinations.hpp"
#include "modules/backup/pack.hpp"
#include "modules/backup/sealed_parts.hpp"
#include "platform/pg/pool.hpp"
#include "platform/storage/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace gavel::backup {

class media_copier {
public:
    // All outlive it. `sealed_for`: names the set of readers.
    media_copier(pg::pool& records, storage::store& store, destinations& to, const std::vector<recipient>& readers, std::string sealed_for,
                 std::function<void(std::uint64_t)> progress);

    // Once, before the first page: which packs there are everywhere.
    awaitable<void> prepare();
    // Some hundred keys; their lines for the index, in the same order but for new ones, which come when their pack is written.
    awaitable<void> copy(std::vector<std::string> keys);
    awaitable<void> finish();  // the last pack

    std::string take_lines();  // of the index, as they have become certain
    std::vector<part> packs() const;
    std::int64_t objects() const { return objects_; }
    std::int64_t missing() const { return missing_; }

private:
    awaitable<void> add(std::string key);
    void put(std::string_view bytes);
    awaitable<void> write_pack();
    void name(const packed_object& o);

    pg::pool& records_;
    storage::store& store_;
    destinations& to_;
    const std::vector<recipient>& readers_;
    const std::string sealed_for_;
    std::function<void(std::uint64_t)> progress_;
    std::vector<part> known_;
    std::vector<std::string> usable_;  // names of packs that are everywhere
    std::set<std::string> used_;
    std::vector<packed_object> waiting_;  // what lies in the pack that is being made
    std::optional<sealer> sealer_;        // of that pack
    std::shared_ptr<std::string> sealed_;
    std::uint64_t content_bytes_ = 0;
    std::string lines_;
    std::int64_t objects_ = 0, missing_ = 0;
};

// Names the set of readers: a hash of their keys.
std::string name_of_readers(std::vector<recipient> readers);

}  // namespace gavel::backup
