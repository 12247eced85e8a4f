// zstd, as streams. Constant memory: some 30 MB for writing at level 3; at most window_bytes_max and some hundred KiB for reading, whatever
// the stream claims.
#pragma once
#include "modules/backup/seal.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace gavel::backup {

inline constexpr int compression_level_max = 19;
inline constexpr std::size_t window_bytes_max = 8 * 1024 * 1024;  // what level 19 uses
inline constexpr std::size_t piece_bytes_max = 128 * 1024;        // handed to the sink at once

// Compresses on a thread of its own, while whoever gives it content fetches more and takes care of what has come out.
class compressor {
public:
    explicit compressor(int level = 3);  // 1 to compression_level_max
    ~compressor();
    void add(std::string_view bytes, const sink& out);
    void finish(const sink& out);  // once, at the end

private:
    struct state;
    std::unique_ptr<state> state_;
};

class decompressor {
public:
    decompressor();
    ~decompressor();
    void add(std::string_view bytes, const sink& out);  // damaged
    void finish(const sink& out);                       // damaged, if the frame is not complete

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace gavel::backup
