// Reads sealed streams. What is handed out was authenticated, frame by frame; that it is all there is known when finish() returns.
#include "modules/backup/seal.hpp"
#include "modules/backup/sealed_format.hpp"

#include <algorithm>

namespace gavel::backup {

struct opener::state {
    recovery_key with;
    recipient us;
    std::string head;
    std::size_t head_wanted = head_bytes(1);  // known once the number of recipients is
    bool open = false, begun = false, ended = false;
    crypto_secretstream_xchacha20poly1305_state stream;
    std::string frame, content;

    explicit state(const recovery_key& key) : with(key), us(key.to()) {
        frame.reserve(frame_bytes);
        content.reserve(content_bytes);
    }
    ~state() {
        sodium_memzero(&stream, sizeof stream);
        wipe(content);
    }

    void take_head(std::string_view& bytes) {
        if (head.size() <= seal_magic.size()) {
            const auto taken = std::min(bytes.size(), seal_magic.size() + 1 - head.size());
            head.append(bytes.substr(0, taken));
            bytes.remove_prefix(taken);
            check_beginning();
        }
        const auto taken = std::min(bytes.size(), head_wanted - head.size());
        head.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (head.size() == head_wanted) begin();
    }

    void check_beginning() {
        if (!seal_magic.starts_with(std::string_view(head).substr(0, seal_magic.size())))
            throw damaged("This is no sealed stream of Gavel, or its first bytes are damaged.");
        if (head.size() <= seal_magic.size()) return;
        const auto recipients = static_cast<unsigned char>(head.back());
        if (recipients == 0 || recipients > recipients_max) throw damaged("The head of the sealed stream is damaged.");
        head_wanted = head_bytes(recipients);
    }

    void begin() {
        const std::string_view whole = head, hash = whole.substr(whole.size() - head_hash_bytes);
        const auto right = head_hash(whole.substr(0, whole.size() - head_hash_bytes));
        if (!std::equal(right.begin(), right.end(), bytes_of(hash))) throw damaged("The head of the sealed stream is damaged.");
        secret_bytes<stream_key_bytes> key;
        const auto header = whole.substr(whole.size() - head_hash_bytes - stream_header_bytes, stream_header_bytes);
        for (auto at = seal_magic.size() + 1; at + box_bytes + stream_header_bytes + head_hash_bytes <= whole.size(); at += box_bytes) {
            const auto box = whole.substr(at, box_bytes);
            if (crypto_box_seal_open(key.data(), bytes_of(box), box.size(), us.bytes.data(), with.bytes.data()) != 0) continue;
            open = crypto_secretstream_xchacha20poly1305_init_pull(&stream, bytes_of(header), key.data()) == 0;
            if (open) return;
        }
        throw not_for_us("This is sealed to other keys than the recovery key that was given, whose recipient is " + us.name() + ".");
    }

    void take_frame(const char* otherwise, const sink& out) {
        content.resize(frame.size() - crypto_secretstream_xchacha20poly1305_ABYTES);
        unsigned char tag = 0;
        const bool whole =
            crypto_secretstream_xchacha20poly1305_pull(&stream, bytes_of(content), nullptr, &tag, bytes_of(frame), frame.size(),
                                                       begun ? nullptr : bytes_of(head), begun ? 0 : head.size()) == 0;
        const bool expected =
            tag == crypto_secretstream_xchacha20poly1305_TAG_MESSAGE || tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        if (!whole || !expected) throw damaged(otherwise);
        begun = true;
        ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        frame.clear();
        out(content);
    }
};

opener::opener(const recovery_key& with) : state_(std::make_unique<state>(with)) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");  // it picks the fast implementations
}
opener::~opener() = default;

void opener::add(std::string_view bytes, const sink& out) {
    auto& s = *state_;
    while (!bytes.empty()) {
        if (!s.open) {
            s.take_head(bytes);
            continue;
        }
        if (s.ended) throw damaged("The sealed stream goes on after its end.");
        const auto taken = std::min(bytes.size(), frame_bytes - s.frame.size());
        s.frame.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (s.frame.size() == frame_bytes) s.take_frame("The sealed stream is damaged: it has a frame that is not what was written.", out);
    }
}

void opener::finish(const sink& out) {
    auto& s = *state_;
    if (s.ended) return;
    constexpr auto cut = "The sealed stream is cut short, or damaged at its end.";
    if (s.frame.size() < crypto_secretstream_xchacha20poly1305_ABYTES) throw damaged(cut);
    s.take_frame(cut, out);
    if (!s.ended) throw damaged(cut);
}

}  // namespace gavel::backup
