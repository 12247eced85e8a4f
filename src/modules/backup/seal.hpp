// A stream that only the holder of a recovery key can open. Constant memory; nothing is handed out that was not proven to be whole so far.
//
//   magic | number of recipients | for each: the file key in a sealed box (libsodium crypto_box_seal) | secretstream header | frames
//   frame: 64 KiB of content (the last: 0 to 64 KiB) with 17 bytes of crypto_secretstream_xchacha20poly1305; the first authenticates the
//   head, the last carries TAG_FINAL, so a stream that was cut is noticed.
#pragma once
#include "modules/backup/keys.hpp"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

using sink = std::function<void(std::string_view)>;  // takes bytes as they come out; may throw

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
    explicit sealer(const std::vector<recipient>& to);
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
