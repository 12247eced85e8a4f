// A stream that only the holder of a recovery key can open. Constant memory; nothing is handed out that was not proven to be whole so far.
//
//   head:   "gavel-sealed-1\n" | number of recipients, 1 byte | for each: the key of the stream in a box of its own (crypto_box_seal) |
//           header of the secretstream | 32 bytes of BLAKE2b of all that
//   frames: crypto_secretstream_xchacha20poly1305 of 64 KiB of content each, 17 bytes longer; the last holds 0 to 64 KiB
//
// The first frame authenticates the head; the last carries TAG_FINAL, so a stream that was cut is noticed. The hash only tells a damaged
// head from one that was written for others. A sealed stream proves nothing about its writer: that is what the manifest is signed for.
#pragma once
#include "modules/backup/keys.hpp"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace gavel::backup {

using sink = std::function<void(std::string_view)>;  // takes bytes as they come out; what it throws goes through, and the stream is lost

// Bytes that are not what was written. The text says in what way.
struct damaged : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// Whole, but for other keys.
struct not_for_us : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class sealer {
public:
    explicit sealer(const std::vector<recipient>& to);  // bad_key for none, too many, or one to which nothing can be sealed
    ~sealer();
    void add(std::string_view bytes, const sink& out);
    void finish(const sink& out);  // once, at the end

private:
    struct state;
    std::unique_ptr<state> state_;
};

class opener {
public:
    explicit opener(const recovery_key& with);
    ~opener();
    void add(std::string_view bytes, const sink& out);  // damaged, not_for_us
    void finish(const sink& out);                       // damaged, if this is not where the stream was to end

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace gavel::backup
