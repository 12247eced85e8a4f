// What is said in a resumable upload. Pure.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::google {

inline constexpr std::size_t upload_unit = 262'144;  // all chunks but the last are a multiple of it

// "bytes 0-8388607/104857600"; of an unknown total "bytes 0-8388607/*". Without bytes, a question for the position: "bytes */…".
std::string content_range(std::uint64_t from, std::uint64_t count, std::optional<std::uint64_t> total);

// How many bytes are stored, by the Range header of a 308: "bytes=0-8388607". No header: none. Nothing: malformed.
std::optional<std::uint64_t> stored_bytes(std::optional<std::string_view> range);

// How much of `available` bytes goes into the next chunk: whole units unless it is the last.
std::size_t sendable(std::size_t available, bool last);

// Whether a session's address may be given our token: it must be on the machine that we asked.
bool same_origin(std::string_view url, std::string_view base);

}  // namespace gavel::google
