#include "modules/media/view.hpp"

#include "base/json_or_null.hpp"
#include "modules/media/keys.hpp"
#include "modules/media/rules.hpp"
#include "platform/http/form.hpp"

namespace gavel::media {

namespace {

namespace json = boost::json;

constexpr std::size_t order_max = 200;

json::value photo_or_null(const file& f, const addresses& where) {
    const bool shown = f.state == file_state::ready && f.album.purpose != purpose::lot_document;
    return shown ? json::value(to_json(f.photo(), where)) : json::value(nullptr);
}

new_file read_new_file(http::form& f, purpose p) {
    new_file n;
    const auto type = f.choice("content_type", types_for(p));
    if (!type && !f.has("content_type")) f.reject("content_type", "required");
    const auto bytes = f.integer("bytes", 1, bytes_max_for(p));
    if (!bytes && (!f.has("bytes") || f.is_null("bytes"))) f.reject("bytes", "required");
    n.content_type = type.value_or(std::string());
    n.bytes = bytes.value_or(0);
    return n;
}

}  // namespace

json::object to_json(const photo& p, const addresses& where) {
    json::array widths(p.widths.begin(), p.widths.end());
    return {{"id", p.id.text()},  {"url", where.of(p.rendition)}, {"widths", std::move(widths)}, {"width", p.width},
            {"height", p.height}, {"placeholder", p.placeholder}, {"alt", or_null(p.alt)}};
}

json::value to_json(const std::optional<photo>& p, const addresses& where) {
    return p ? json::value(to_json(*p, where)) : json::value(nullptr);
}

json::object to_json(const document& d, const addresses& where) {
    return {{"id", d.id.text()}, {"name", d.name}, {"bytes", d.bytes}, {"url", where.of(d.rendition) + "/" + std::string(document_name)}};
}

json::object to_json(const upload& u, const service& media) {
    json::array missing;
    for (const auto& each : u.missing) {
        json::object headers;
        for (const auto& [name, value] : each.headers) headers[name] = value;
        missing.push_back(json::object{{"from", each.from}, {"to", each.to}, {"url", each.url}, {"headers", std::move(headers)}});
    }
    return {{"id", u.file.id.text()},
            {"state", to_string(u.file.state)},
            {"content_type", u.file.content_type},
            {"bytes", u.file.bytes},
            {"missing", std::move(missing)},
            {"expires_at", format_instant(media.expires_at(u.file))},
            {"refused", or_null(u.file.refused)},
            {"photo", photo_or_null(u.file, media.where())}};
}

json::object own_photo_json(const file& f, const addresses& where) {
    return {{"id", f.id.text()},
            {"state", to_string(f.state)},
            {"refused", or_null(f.refused)},
            {"alt", or_null(f.alt)},
            {"quarter_turns", f.quarter_turns},
            {"turning", f.state == file_state::ready && f.quarter_turns != f.shown_turns},
            {"photo", photo_or_null(f, where)}};
}

json::object own_document_json(const file& f, const addresses& where) {
    return {{"id", f.id.text()},
            {"state", to_string(f.state)},
            {"refused", or_null(f.refused)},
            {"name", f.name.value_or(std::string())},
            {"document", f.state == file_state::ready ? json::value(to_json(f.document(), where)) : json::value(nullptr)}};
}

new_file read_new_picture(json::object body, purpose p) {
    http::form f(std::move(body));
    auto n = read_new_file(f, p);
    n.alt = f.text("alt", 1, alt_max);
    f.finish();
    return n;
}

new_file read_new_document(json::object body) {
    http::form f(std::move(body));
    auto n = read_new_file(f, purpose::lot_document);
    n.name = f.required_text("name", 1, name_max);
    f.finish();
    return n;
}

photo_edit read_photo_edit(json::object body) {
    http::form f(std::move(body));
    photo_edit e;
    e.changes_alt = f.has("alt");
    e.alt = f.text("alt", 1, alt_max);
    const auto turns = f.integer("quarter_turns", 0, 3);
    if (turns) e.quarter_turns = static_cast<int>(*turns);
    f.finish();
    return e;
}

std::vector<file_id> read_order(json::object body) {
    http::form f(std::move(body));
    std::vector<file_id> ids;
    const auto given = f.list("photos", order_max);
    if (!given && !f.has("photos")) f.reject("photos", "required");
    if (given)
        for (const auto& each : *given) {
            const auto* text = each.if_string();
            const auto id = text ? file_id::parse(std::string_view(*text)) : std::nullopt;
            if (!id) {
                f.reject("photos", "malformed");
                break;
            }
            ids.push_back(*id);
        }
    f.finish();
    return ids;
}

}  // namespace gavel::media
