// Files that people send: what for, how far they have come, what everybody sees of them.
#pragma once
#include "base/time.hpp"
#include "modules/media/ids.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::media {

enum class purpose { lot_photo, lot_document, avatar, order_photo };
inline constexpr std::array<std::string_view, 4> purpose_names{"lot_photo", "lot_document", "avatar", "order_photo"};
constexpr std::string_view to_string(purpose p) { return purpose_names[static_cast<std::size_t>(p)]; }

// open: being sent. checking: a job looks at it and makes the variants. ready: seen by everybody. refused: see why; goes after a day.
enum class file_state { open, checking, ready, refused };
inline constexpr std::array<std::string_view, 4> file_state_names{"open", "checking", "ready", "refused"};
constexpr std::string_view to_string(file_state s) { return file_state_names[static_cast<std::size_t>(s)]; }

// Whose files, of which kind: the photos of a lot, its documents, the portrait of an account, evidence of an order. Whoever owns the holder
// decides who may change its album.
struct album {
    media::purpose purpose = purpose::lot_photo;
    std::int64_t holder = 0;

    bool operator==(const album&) const = default;
};

// What everybody may see of a picture.
struct photo {
    file_id id;
    std::string rendition;
    std::vector<std::int64_t> widths;  // of the files, ascending
    std::int64_t width = 0, height = 0;
    std::string placeholder;  // data:image/webp;base64,...
    std::optional<std::string> alt;
};

struct document {
    file_id id;
    std::string rendition, name;
    std::int64_t bytes = 0;
};

struct file {
    file_id id;
    account_id owner;
    media::album album;
    file_state state = file_state::open;
    std::string token, content_type;
    std::int64_t bytes = 0;
    std::optional<std::string> name, alt;
    std::string upload_name;
    std::optional<std::string> refused, kind;
    int quarter_turns = 0, shown_turns = 0, version = 1;
    instant created_at;
    std::optional<std::string> rendition;
    std::vector<std::int64_t> widths;
    std::int64_t width = 0, height = 0;
    std::string placeholder;

    // Only of what is ready.
    media::photo photo() const { return {id, rendition.value(), widths, width, height, placeholder, alt}; }
    media::document document() const { return {id, rendition.value(), name.value(), bytes}; }
};

// What is announced of a file before its first byte.
struct new_file {
    std::string content_type;
    std::int64_t bytes = 0;
    std::optional<std::string> name, alt;
};

}  // namespace gavel::media
