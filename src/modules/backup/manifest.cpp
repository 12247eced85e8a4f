// Writing, and reading with distrust: what was signed may still have been made by a program with a fault.
#include "modules/backup/manifest.hpp"

#include "modules/backup/signed_text.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace gavel::backup {
namespace {

namespace json = boost::json;

constexpr std::string_view manifest_purpose = "manifest", manifest_format = "gavel-manifest-1";
constexpr std::size_t release_bytes_max = 100;
constexpr std::int64_t schema_max = 1'000'000;

std::uint64_t total_of(const std::vector<part>& parts) {
    std::uint64_t total = 0;
    for (const auto& each : parts) total += each.bytes;
    return total;
}

json::array json_of(const std::vector<part>& parts) {
    json::array all;
    for (const auto& each : parts) all.push_back(json::object{{"name", each.name}, {"bytes", each.bytes}, {"sha256", each.sha256}});
    return all;
}

std::string json_of(const manifest& m) {
    json::array files, recipients(m.recipients.begin(), m.recipients.end());
    for (const auto& each : m.files) files.push_back(json::object{{"content", name_of(each.content)}, {"parts", json_of(each.parts)}});
    return json::serialize(json::object{{"format", manifest_format},
                                        {"id", m.id},
                                        {"finished", format_exactly(m.finished)},
                                        {"release", m.release},
                                        {"schema", m.schema},
                                        {"recipients", std::move(recipients)},
                                        {"files", std::move(files)},
                                        {"packs", json_of(m.packs)}});
}

// Reading. Every function throws `damaged`.

[[noreturn]] void refuse(std::string_view what) { throw damaged(fmt::format("The manifest is damaged: {}.", what)); }

void demand(bool good, std::string_view otherwise) {
    if (!good) refuse(otherwise);
}

const json::value& member(const json::value& of, std::string_view name) {
    const auto* object = of.if_object();
    const auto* found = object ? object->if_contains(name) : nullptr;
    if (!found) refuse(fmt::format("it has no {}", name));
    return *found;
}

std::string text_member(const json::value& of, std::string_view name) {
    const auto* text = member(of, name).if_string();
    demand(text != nullptr, fmt::format("{} is no text", name));
    return std::string(text->data(), text->size());
}

std::int64_t integer_member(const json::value& of, std::string_view name, std::int64_t least, std::int64_t most) {
    const auto* number = member(of, name).if_int64();
    demand(number && *number >= least && *number <= most, fmt::format("{} is not from {} to {}", name, least, most));
    return *number;
}

const json::array& list_member(const json::value& of, std::string_view name) {
    const auto* list = member(of, name).if_array();
    demand(list != nullptr, fmt::format("{} is no list", name));
    return *list;
}

part read_part(const json::value& v) {
    part p;
    p.name = text_member(v, "name");
    p.bytes = static_cast<std::uint64_t>(integer_member(v, "bytes", 1, static_cast<std::int64_t>(file_bytes_max)));
    p.sha256 = text_member(v, "sha256");
    demand(is_sha256(p.sha256), "a sha256 is not 64 hexadecimal digits");
    return p;
}

sealed_file read_file(const json::value& v, std::string_view id) {
    sealed_file f;
    const auto which = content_named(text_member(v, "content"));
    demand(which.has_value(), "it has a file of unknown content");
    f.content = *which;
    for (const auto& each : list_member(v, "parts")) {
        f.parts.push_back(read_part(each));
        demand(f.parts.back().name == part_name(id, f.content, f.parts.size()), "a part does not have the name that it should have");
    }
    demand(!f.parts.empty(), "a file has no parts");
    return f;
}

std::vector<part> read_packs(const json::array& list) {
    std::vector<part> packs;
    std::set<std::string> names;
    for (const auto& each : list) {
        packs.push_back(read_part(each));
        demand(is_pack_name(packs.back().name), "a pack does not have the name of a pack");
        demand(names.insert(packs.back().name).second, "a pack is there twice");
    }
    return packs;
}

std::vector<std::string> read_names(const json::array& list) {
    std::vector<std::string> names;
    demand(!list.empty() && list.size() <= recipients_max, "there are no recipients, or too many");
    for (const auto& each : list) {
        const auto* text = each.if_string();
        demand(text && is_recipient_name({text->data(), text->size()}), "a recipient is not the name of a key");
        names.emplace_back(text->data(), text->size());
    }
    return names;
}

bool is_release(std::string_view text) {
    return !text.empty() && text.size() <= release_bytes_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

manifest read_json(const json::value& v, std::string_view id) {
    manifest m;
    demand(text_member(v, "format") == manifest_format, "it is of another format");
    m.id = text_member(v, "id");
    demand(m.id == id && is_backup_id(id), "it is that of another backup");
    const auto finished = parse_instant(text_member(v, "finished"));
    demand(finished.has_value(), "finished is no time");
    m.finished = *finished;
    m.release = text_member(v, "release");
    demand(is_release(m.release), "release is not the name of a release");
    m.schema = integer_member(v, "schema", 0, schema_max);
    m.recipients = read_names(list_member(v, "recipients"));
    for (const auto& each : list_member(v, "files")) {
        auto file = read_file(each, id);
        demand(m.find(file.content) == nullptr, "a file is there twice");
        m.files.push_back(std::move(file));
    }
    m.packs = read_packs(list_member(v, "packs"));
    return m;
}

std::string_view signed_part(std::string_view text, const std::vector<signer>& trusted) {
    try {
        return proven_text(manifest_purpose, text, trusted);
    } catch (const damaged& e) {
        refuse(e.what());
    }
}

}  // namespace

std::uint64_t sealed_file::bytes() const { return total_of(parts); }

std::uint64_t manifest::bytes() const {
    auto total = total_of(packs);
    for (const auto& each : files) total += each.bytes();
    return total;
}

const sealed_file* manifest::find(backup::content c) const {
    const auto found = std::find_if(files.begin(), files.end(), [&](const sealed_file& each) { return each.content == c; });
    return found == files.end() ? nullptr : &*found;
}

std::string write_manifest(const manifest& m, const signing_key& by) {
    auto text = sign_text(manifest_purpose, json_of(m), by);
    read_manifest(text, m.id, {by.by()});
    return text;
}

manifest read_manifest(std::string_view text, std::string_view id, const std::vector<signer>& trusted) {
    demand(text.size() <= manifest_bytes_max, fmt::format("it has more than {} bytes", manifest_bytes_max));
    const auto body = signed_part(text, trusted);
    boost::system::error_code failure;
    const auto value = json::parse({body.data(), body.size()}, failure);
    demand(!failure, "it is no JSON");
    return read_json(value, id);
}

}  // namespace gavel::backup
