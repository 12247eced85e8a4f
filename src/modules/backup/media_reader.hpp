// Objects of a backup on their way back: each one that its index names, from the packs that have them.
#pragma once
#include "modules/backup/pack.hpp"
#include "modules/backup/shelf.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gavel::backup {

// The objects of an index, 16 bytes each, and which of them have come.
class wanted_objects {
public:
    void add(const packed_object& o);
    void close();  // all were added
    // True once for each that is wanted.
    bool take(const packed_object& o);
    std::int64_t wanted() const { return static_cast<std::int64_t>(marks_.size()); }
    std::int64_t left() const { return left_; }

private:
    using mark = std::array<unsigned char, 16>;
    static mark mark_of(const packed_object& o);

    std::vector<mark> marks_;
    std::vector<bool> come_;
    std::int64_t left_ = 0;
};

using object_taker = std::function<awaitable<void>(packed_object o, std::shared_ptr<const std::string> content)>;

// Gives every object of the backup to `take`, in the order of the packs; damaged if one is missing. Answers how many there were.
awaitable<std::int64_t> read_objects(target& from, const manifest& what, const recovery_key& with, runtime::worker_pool& workers,
                                     object_taker take, std::function<void(std::uint64_t)> read);

}  // namespace gavel::backup
