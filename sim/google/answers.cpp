#include "sim/google/answers.hpp"

#include "base/time.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>

namespace gavel::sim::google {
namespace {

constexpr std::chrono::seconds call_within{120};
constexpr std::size_t body_max = 40 * 1024 * 1024;

http::reply faulty(const fault& f) {
    auto answer = refused(f.code, f.reason.empty() ? "backendError" : f.reason, "Told to");
    if (f.retry_after) answer.with("Retry-After", std::to_string(*f.retry_after));
    return answer;
}

awaitable<http::reply> around(state& g, runtime::life& life, http::request& r, std::string name, handler run) {
    const auto f = g.take(name);
    if (f && f->what == "slow") co_await life.sleep(std::chrono::milliseconds(f->ms));
    if (f && f->what == "cut_before") co_return broken();
    if (f && f->what == "error") co_return faulty(*f);
    if (f && f->what == "unauthorized") g.tokens.clear();
    const auto bearer = r.header("authorization").value_or(std::string_view());
    const auto* by = bearer.starts_with("Bearer ") ? g.find_token(bearer.substr(7)) : nullptr;
    if (!by) co_return refused(401, "authError", "Invalid Credentials");
    call c{g, r, *by, f};
    auto answer = run(c);
    if (f && f->what == "cut_after") co_return broken();
    co_return answer;
}

std::string moment(clock::time_point t) { return format_instant(std::chrono::time_point_cast<std::chrono::microseconds>(t)); }

// "id,name" or "nextPageToken,files(id,name)": whether a member of a file is wanted.
bool wanted(std::string_view fields, std::string_view member) {
    if (fields == "*") return true;
    if (const auto open = fields.find("files("); open != std::string_view::npos) fields = fields.substr(open + 6);
    if (const auto close = fields.find(')'); close != std::string_view::npos) fields = fields.substr(0, close);
    while (!fields.empty()) {
        const auto comma = fields.find(',');
        if (fields.substr(0, comma) == member) return true;
        if (comma == std::string_view::npos) break;
        fields.remove_prefix(comma + 1);
    }
    return false;
}

}  // namespace

http::reply refused(int status, std::string_view reason, std::string_view message) {
    boost::json::object one{{"domain", "global"}, {"reason", reason}, {"message", message}}, error, body;
    error["code"] = status;
    error["message"] = message;
    error["errors"] = boost::json::array({one});
    body["error"] = std::move(error);
    return http::json(body, status);
}

std::string text_of(const boost::json::object& o, std::string_view name) {
    const auto* v = o.if_contains(name);
    return v && v->is_string() ? std::string(std::string_view(v->get_string())) : std::string();
}

std::string call::query(std::string_view name) const { return std::string(r.query(name).value_or(std::string_view())); }

void add(http::router& to, state& g, runtime::life& life, http::method m, std::string path,
         std::function<std::string(const http::request&)> name, handler run) {
    http::route_options open;
    open.from_other_sites = true;
    open.body_max = body_max;
    open.within = call_within;
    to.add(m, std::move(path), open,
           [&g, &life, name = std::move(name), run = std::move(run)](http::request& r) { return around(g, life, r, name(r), run); });
}

bool sees(const call& c, const stored& f) {
    if (!f.drive.empty() && c.r.query("supportsAllDrives") != "true") return false;
    return c.by.sees_all() || f.owner_client == c.by.client;
}

std::optional<http::reply> may_create(call& c, std::string_view drive, std::uint64_t more_bytes, std::uint64_t held_bytes) {
    if (c.by.kind == who::robot && drive.empty())
        return refused(403, "storageQuotaExceeded",
                       "Service Accounts do not have storage quota. Leverage shared drives, or use OAuth delegation instead.");
    const auto& limit = c.g.limit;
    if (drive.empty() && limit.storage_bytes && c.g.used() + held_bytes + more_bytes > *limit.storage_bytes)
        return refused(403, "storageQuotaExceeded", "The user's Drive storage quota has been exceeded.");
    if (limit.day_bytes && c.g.received_today + more_bytes > *limit.day_bytes)
        return refused(403, "uploadLimitExceeded", "The user has exceeded their upload limit.");
    return std::nullopt;
}

boost::json::object view(stored& f, std::string_view fields) {
    const bool checks = --f.checks_after < 0;
    if (fields.empty()) fields = "kind,id,name,mimeType";
    boost::json::object o;
    const auto put = [&](std::string_view name, auto v) {
        if (wanted(fields, name)) o[name] = std::move(v);
    };
    put("kind", "drive#file");
    put("id", f.id);
    put("name", f.name);
    put("mimeType", f.mime);
    put("parents", boost::json::array({boost::json::value(f.parent)}));
    put("createdTime", moment(f.created));
    put("modifiedTime", moment(f.modified));
    put("trashed", f.trashed);
    boost::json::object properties;
    for (const auto& [key, value] : f.properties) properties[key] = value;
    put("appProperties", std::move(properties));
    if (f.mime == "application/vnd.google-apps.folder") return o;
    put("size", std::to_string(f.bytes));
    if (checks) {
        put("md5Checksum", f.md5);
        put("sha1Checksum", f.sha1);
        put("sha256Checksum", f.sha256);
    }
    return o;
}

std::optional<http::reply> prepare(call& c, const boost::json::object& metadata, stored& made) {
    made.id = text_of(metadata, "id");
    if (made.id.empty()) made.id = c.g.next("file");
    else if (!c.g.reserved.contains(made.id)) return refused(400, "invalid", "The provided file ID is not usable.");
    if (c.g.find(made.id)) return refused(409, "fileIdInUse", "A file already exists with the provided ID.");
    made.name = text_of(metadata, "name");
    made.mime = text_of(metadata, "mimeType");
    if (made.mime.empty()) made.mime = "application/octet-stream";
    made.owner_client = c.by.client;
    made.created = made.modified = c.g.now();
    made.parent = "root";
    if (const auto* parents = metadata.if_contains("parents"); parents && parents->is_array() && !parents->get_array().empty())
        made.parent = std::string(std::string_view(parents->get_array().front().as_string()));
    if (const auto* p = metadata.if_contains("appProperties"); p && p->is_object())
        for (const auto& each : p->get_object()) {
            if (!each.value().is_string() || each.key().size() + each.value().get_string().size() > 124)
                return refused(400, "badRequest", "A property is too long.");
            made.properties[std::string(each.key())] = std::string(std::string_view(each.value().get_string()));
        }
    if (made.parent == "root") return std::nullopt;
    if (made.parent == shared_drive) {
        if (c.r.query("supportsAllDrives") != "true") return refused(404, "notFound", "File not found: .");
        made.drive = std::string(shared_drive);
        return std::nullopt;
    }
    const auto* folder = c.g.find(made.parent);
    if (!folder || !sees(c, *folder)) return refused(404, "notFound", fmt::format("File not found: {}.", made.parent));
    made.drive = folder->drive;
    return std::nullopt;
}

}  // namespace gavel::sim::google
