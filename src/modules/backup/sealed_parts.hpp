// Content on its way out: compressed, sealed, cut into parts that fit into memory, so that one that a place has forgotten half-way can be
// sent again.
#pragma once
#include "modules/backup/compress.hpp"
#include "modules/backup/seal.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

// Two of them are in memory, and a chunk of one for each place.
inline constexpr std::size_t part_bytes_max = 24 * 1024 * 1024;

class sealed_parts {
public:
    // Level 0: the content is not compressed, because it is already.
    sealed_parts(const std::vector<recipient>& to, int level);

    void add(std::string_view bytes);
    void finish();
    bool ready() const { return out_->size() >= part_bytes_max || ended_; }  // take() has something, or never will
    // The next part; after finish() all that are left, then null. Never an empty one.
    std::shared_ptr<const std::string> take();
    std::uint64_t taken_in() const { return taken_in_; }  // bytes of content so far; from any thread

private:
    void collect(std::string_view sealed);

    sealer sealer_;
    std::optional<compressor> compressor_;
    std::shared_ptr<std::string> out_ = std::make_shared<std::string>();
    std::atomic<std::uint64_t> taken_in_ = 0;
    bool ended_ = false;
};

// The way back: parts of one file in their order, each proven before it is given here.
class opened_parts {
public:
    opened_parts(const recovery_key& with, bool compressed, sink to);

    void add(std::string_view part);  // damaged, not_for_us
    void finish();

private:
    opener opener_;
    std::optional<decompressor> decompressor_;
    sink to_, inner_;
};

}  // namespace gavel::backup
