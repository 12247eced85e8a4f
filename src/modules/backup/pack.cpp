// Lines and what follows them.
#include "modules/backup/pack.hpp"

#include "base/random.hpp"
#include "modules/backup/names.hpp"
#include "platform/storage/key.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace gavel::backup {
namespace {

[[noreturn]] void refuse_pack(std::string_view what) { throw damaged(fmt::format("The media of the backup are damaged: {}.", what)); }

std::string text_in(const boost::json::object& o, std::string_view name) {
    const auto* found = o.if_contains(name);
    const auto* text = found ? found->if_string() : nullptr;
    if (!text) refuse_pack(fmt::format("an object has no {}", name));
    return std::string(text->data(), text->size());
}

bool is_type(std::string_view text) {
    return text.size() <= type_bytes_max && std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Appends to `line` up to the next newline, which is taken and dropped. True: the line is complete.
bool take_line(std::string_view& bytes, std::string& line) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    if (line.size() + end > line_bytes_max) refuse_pack("a line is too long");
    line.append(bytes.substr(0, end));
    const bool complete = end < bytes.size();
    bytes.remove_prefix(complete ? end + 1 : end);
    return complete;
}

}  // namespace

std::string sha256_of(std::string_view bytes) { return hex(sha256(bytes)); }

std::string line_of(const packed_object& o) {
    boost::json::object line{{"key", o.key}, {"type", o.type}, {"bytes", o.bytes}, {"sha256", o.sha256}};
    if (!o.pack.empty()) line["pack"] = o.pack;
    return boost::json::serialize(line) + "\n";
}

packed_object read_line(std::string_view line) {
    boost::system::error_code failure;
    const auto value = boost::json::parse({line.data(), line.size()}, failure);
    const auto* object = failure ? nullptr : value.if_object();
    if (!object) refuse_pack("a line is no object of JSON");
    packed_object o;
    o.key = text_in(*object, "key");
    if (!storage::is_key(o.key)) refuse_pack("an object has a key that no store takes");
    o.type = text_in(*object, "type");
    if (!is_type(o.type)) refuse_pack("the type of an object is none");
    const auto* bytes = object->if_contains("bytes");
    const auto* count = bytes ? bytes->if_int64() : nullptr;
    if (!count || *count < 0 || *count > static_cast<std::int64_t>(object_bytes_max)) refuse_pack("the size of an object is out of bounds");
    o.bytes = static_cast<std::uint64_t>(*count);
    o.sha256 = text_in(*object, "sha256");
    if (!is_sha256(o.sha256)) refuse_pack("a sha256 is not 64 hexadecimal digits");
    if (object->contains("pack")) {
        o.pack = text_in(*object, "pack");
        if (!is_pack_name(o.pack)) refuse_pack("the name of a pack is none");
    }
    return o;
}

struct pack_reader::state {
    taker to;
    std::string line;
    std::optional<packed_object> object;  // whose content is coming
    std::string content;

    void begin() {
        object = read_line(line);
        line.clear();
        if (!object->pack.empty()) refuse_pack("a line of an index is in a pack");
        content.reserve(object->bytes);
    }
    void end() {
        if (sha256_of(content) != object->sha256) refuse_pack(object->key + " is not what was written");
        auto done = std::move(*object);
        object.reset();
        to(std::move(done), std::move(content));
        content = {};
    }
};

pack_reader::pack_reader(taker to) : state_(std::make_unique<state>()) { state_->to = std::move(to); }
pack_reader::~pack_reader() = default;

void pack_reader::add(std::string_view bytes) {
    auto& s = *state_;
    while (!bytes.empty()) {
        if (!s.object) {
            if (!take_line(bytes, s.line)) return;
            s.begin();
        }
        const auto taken = std::min<std::size_t>(bytes.size(), s.object->bytes - s.content.size());
        s.content.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (s.content.size() == s.object->bytes) s.end();
    }
}

void pack_reader::finish() {
    if (state_->object || !state_->line.empty()) refuse_pack("a pack is cut short");
}

void index_reader::add(std::string_view bytes) {
    while (!bytes.empty()) {
        if (!take_line(bytes, rest_)) return;
        auto object = read_line(rest_);
        rest_.clear();
        if (object.pack.empty()) refuse_pack("a line of the index does not say which pack");
        to_(std::move(object));
    }
}

void index_reader::finish() {
    if (!rest_.empty()) refuse_pack("the index is cut short");
}

}  // namespace gavel::backup
