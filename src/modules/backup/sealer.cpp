// Writes sealed streams.
#include "base/random.hpp"
#include "modules/backup/seal.hpp"
#include "modules/backup/sealed_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gavel::backup {

struct sealer::state {
    std::string head;  // until it has gone out, and after that for nothing
    bool begun = false;
    crypto_secretstream_xchacha20poly1305_state stream;
    std::string content;  // at most content_bytes; a full frame waits here until it is known not to be the last
    std::string frame;

    ~state() {
        sodium_memzero(&stream, sizeof stream);
        wipe(content);
    }

    void send(unsigned char tag, const sink& out) {
        if (!begun) out(head);
        frame.resize(content.size() + crypto_secretstream_xchacha20poly1305_ABYTES);
        crypto_secretstream_xchacha20poly1305_push(&stream, bytes_of(frame), nullptr, bytes_of(content), content.size(),
                                                   begun ? nullptr : bytes_of(head), begun ? 0 : head.size(), tag);
        begun = true;
        content.clear();
        out(frame);
    }
};

sealer::sealer(const std::vector<recipient>& to) : state_(std::make_unique<state>()) {
    if (to.empty() || to.size() > recipients_max) throw bad_key(fmt::format("Backups are sealed to 1 to {} recipients.", recipients_max));
    state_->content.reserve(content_bytes);
    state_->frame.reserve(frame_bytes);
    auto& head = state_->head;
    head = seal_magic;
    head += static_cast<char>(to.size());

    secret_bytes<stream_key_bytes> key;
    fill_randomly(key);
    for (const auto& each : to) {
        std::string box(box_bytes, '\0');
        if (crypto_box_seal(bytes_of(box), key.data(), key.size(), each.bytes.data()) != 0)
            throw bad_key(fmt::format("Nothing can be sealed to the recipient {}: it is no point of the curve that is safe.", each.name()));
        head += box;
    }
    std::string header(stream_header_bytes, '\0');
    crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, bytes_of(header), key.data());
    head += header;
    const auto hash = head_hash(head);
    head.append(hash.begin(), hash.end());
}

sealer::~sealer() = default;

void sealer::add(std::string_view bytes, const sink& out) {
    while (!bytes.empty()) {
        if (state_->content.size() == content_bytes) state_->send(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, out);
        const auto taken = std::min(bytes.size(), content_bytes - state_->content.size());
        state_->content.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
    }
}

void sealer::finish(const sink& out) { state_->send(crypto_secretstream_xchacha20poly1305_TAG_FINAL, out); }

}  // namespace gavel::backup
