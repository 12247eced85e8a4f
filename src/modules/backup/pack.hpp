// Objects of the store, sealed together. A pack holds up to pack_bytes_max and is written once; an index says which pack has which object,
// so that each is sent only once however many backups refer to it.
//
// Content of the sealed stream of a pack: for each object a line of JSON with key, type, bytes and sha256, then its bytes. Content of an
// index: a line for each object with the same and the pack's name, compressed.
#pragma once
#include "modules/backup/seal.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gavel::backup {

inline constexpr std::uint64_t pack_bytes_max = 24 * 1024 * 1024;  // of content; an object always fits
inline constexpr std::size_t line_bytes_max = 1024, type_bytes_max = 100;
inline constexpr std::uint64_t object_bytes_max = pack_bytes_max - line_bytes_max;

struct packed_object {
    std::string key;   // storage::is_key
    std::string type;  // printable ASCII
    std::uint64_t bytes = 0;
    std::string sha256;  // hexadecimal, of the content
    std::string pack;    // its name at the target; only in an index
};

std::string line_of(const packed_object& o);     // ends with a newline; without `pack` if that is empty
packed_object read_line(std::string_view line);  // without the newline; damaged
std::string sha256_of(std::string_view bytes);

// Takes what comes out of the opener of a pack and hands out whole objects whose hash is right; damaged otherwise. Holds one object.
class pack_reader {
public:
    using taker = std::function<void(packed_object, std::string content)>;
    explicit pack_reader(taker to);
    ~pack_reader();
    void add(std::string_view bytes);
    void finish();

private:
    struct state;
    std::unique_ptr<state> state_;
};

// Takes what comes out of the decompressor of an index and hands out its lines; damaged otherwise.
class index_reader {
public:
    explicit index_reader(std::function<void(packed_object)> to) : to_(std::move(to)) {}
    void add(std::string_view bytes);
    void finish();

private:
    std::function<void(packed_object)> to_;
    std::string rest_;  // the beginning of a line
};

}  // namespace gavel::backup
