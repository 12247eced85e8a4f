// What may be sent for which purpose. Pure.
#pragma once
#include "base/error.hpp"
#include "modules/media/model.hpp"
#include "modules/media/options.hpp"
#include "platform/image/order.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gavel::media {

inline constexpr std::int64_t photo_bytes_max = 20 * 1024 * 1024, avatar_bytes_max = 8 * 1024 * 1024, document_bytes_max = 10 * 1024 * 1024;
inline constexpr std::size_t alt_max = 300, name_max = 120;

std::span<const std::string_view> types_for(purpose p);
std::int64_t bytes_max_for(purpose p);

// What there is already, open and refused uploads included, before one more of `bytes`.
struct counts {
    std::int64_t in_album = 0;       // without refused ones
    std::int64_t unfinished = 0;     // of the account
    std::int64_t account_bytes = 0;  // of the account
};
result<void> judge_one_more(purpose p, std::int64_t bytes, const counts& now, const options& limits);

// How a picture for this purpose is made.
image::order order_for(purpose p, int quarter_turns, const options& limits);

// Whether bytes are a PDF and nothing else besides: begins as one, ends as one.
bool is_pdf(std::string_view content);

// A name for downloads: no path, no control or reserved characters, ends in .pdf.
std::string document_name_of(std::string_view given);

}  // namespace gavel::media
