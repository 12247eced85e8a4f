#include "modules/backup/sealed_parts.hpp"

#include <utility>

namespace gavel::backup {

constexpr std::size_t reserve_bytes = 1024 * 1024;  // what may come out at once beyond a part

sealed_parts::sealed_parts(const std::vector<recipient>& to, int level) : sealer_(to) {
    if (level > 0) compressor_.emplace(level);
}

void sealed_parts::collect(std::string_view sealed) {
    // At once: a text that grows by doubling would take twice the memory of a part.
    if (out_->capacity() < part_bytes_max) out_->reserve(part_bytes_max + reserve_bytes);
    out_->append(sealed);
}

void sealed_parts::add(std::string_view bytes) {
    taken_in_ += bytes.size();
    const sink collected = [this](std::string_view sealed) { collect(sealed); };
    if (!compressor_) return sealer_.add(bytes, collected);
    compressor_->add(bytes, [&](std::string_view packed) { sealer_.add(packed, collected); });
}

void sealed_parts::finish() {
    const sink collected = [this](std::string_view sealed) { collect(sealed); };
    if (compressor_) compressor_->finish([&](std::string_view packed) { sealer_.add(packed, collected); });
    sealer_.finish(collected);
    ended_ = true;
}

std::shared_ptr<const std::string> sealed_parts::take() {
    if (out_->empty()) return nullptr;
    auto rest = std::make_shared<std::string>();
    if (out_->size() > part_bytes_max) {
        rest->assign(*out_, part_bytes_max);
        out_->resize(part_bytes_max);
    }
    return std::exchange(out_, std::move(rest));
}

opened_parts::opened_parts(const recovery_key& with, bool compressed, sink to) : opener_(with), to_(std::move(to)) {
    if (compressed) decompressor_.emplace();
    inner_ = [this](std::string_view bytes) {
        if (decompressor_) decompressor_->add(bytes, to_);
        else to_(bytes);
    };
}

void opened_parts::add(std::string_view part) { opener_.add(part, inner_); }

void opened_parts::finish() {
    opener_.finish(inner_);
    if (decompressor_) decompressor_->finish(to_);
}

}  // namespace gavel::backup
