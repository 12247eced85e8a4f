// Names of objects in the store. Pure.
//   incoming/<token>.bin                    what a stranger sends; read only by the job that checks it
//   originals/<to>/<token>.<kind>           the accepted file as it was sent; never served
//   media/<re>/<rendition>/<width>.<format> what everybody gets; document.pdf for a document
#pragma once
#include "modules/media/model.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gavel::media {

inline constexpr std::string_view incoming_prefix = "incoming/", originals_prefix = "originals/", public_prefix = "media/";

std::string incoming_key(std::string_view token);
std::string original_key(std::string_view token, std::string_view kind);
std::string rendition_prefix(std::string_view rendition);  // ends with a slash
std::string public_key(std::string_view rendition, std::string_view file_name);
std::string variant_name(std::int64_t width, std::string_view extension);
inline constexpr std::string_view document_name = "document.pdf";

// The token or rendition in a key of ours; nothing if it is none.
std::optional<std::string> owner_in(std::string_view key);

bool is_hash(std::string_view text);  // 32 lower-case hexadecimal digits
std::string random_hash();
// Of the content of all variants, the token and the version: nobody shares a file, and a name that was given back is never used again.
std::string hash_of(std::string_view token, int version, const std::vector<std::string_view>& contents);

}  // namespace gavel::media
