#include "platform/google/drive.hpp"

#include "base/random.hpp"
#include "base/time.hpp"
#include "platform/google/wire.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace gavel::google {
namespace {

constexpr auto file_fields = "id,name,size,md5Checksum,sha256Checksum,createdTime,appProperties,trashed";
constexpr auto folder_type = "application/vnd.google-apps.folder";
constexpr std::size_t pages_max = 2000;  // a folder has at most 500,000 items, a page may be empty
constexpr std::size_t page_bytes_max = 8 * 1024 * 1024;
constexpr auto json_type = "application/json; charset=UTF-8";

http_client::request with_json(std::string method, std::string url, const boost::json::object& body) {
    http_client::request r(std::move(method), std::move(url));
    r.headers.emplace_back("Content-Type", json_type);
    r.body = std::make_shared<const std::string>(boost::json::serialize(body));
    return r;
}

}  // namespace

boost::json::object new_file::json() const {
    boost::json::object o, properties;
    o["id"] = id;
    o["name"] = name;
    if (!folder.empty()) o["parents"] = boost::json::array({boost::json::value(folder)});
    properties[label_key] = label;
    o["appProperties"] = std::move(properties);
    return o;
}

file read_file(const boost::json::object& o) {
    file f;
    f.id = text_of(o, "id");
    f.name = text_of(o, "name");
    f.bytes = number_of(o, "size");
    f.sha256 = text_of(o, "sha256Checksum");
    f.md5 = text_of(o, "md5Checksum");
    if (const auto at = parse_instant(text_of(o, "createdTime"))) f.created = *at;
    if (const auto* p = o.if_contains("appProperties"); p && p->is_object()) f.label = text_of(p->get_object(), label_key);
    const auto* trashed = o.if_contains("trashed");
    f.trashed = trashed && trashed->is_bool() && trashed->get_bool();
    return f;
}

std::string search_in(std::string_view folder) { return fmt::format("'{}' in parents and trashed = false", escaped_text(folder)); }
std::string search_name(std::string_view name) { return fmt::format("name = '{}'", escaped_text(name)); }
std::string search_label(std::string_view label) {
    return fmt::format("appProperties has {{ key='{}' and value='{}' }}", label_key, escaped_text(label));
}

std::string drive::url(std::string_view path, pairs query) const {
    query.emplace_back("supportsAllDrives", "true");
    return fmt::format("{}/drive/v3/{}?{}", where_.api_url, path, encoded(query));
}

std::string drive::upload_url(std::string_view kind) const {
    const pairs query{{"uploadType", std::string(kind)}, {"supportsAllDrives", "true"}, {"fields", file_fields}};
    return fmt::format("{}/upload/drive/v3/files?{}", where_.api_url, encoded(query));
}

awaitable<std::string> drive::reserve_id(deadline until) {
    http_client::request r("GET", url("files/generateIds", {{"count", "1"}, {"space", "drive"}}));
    const auto answer = co_await api_.send(std::move(r), until);
    const auto o = object_of(answer.body);
    const auto* ids = o.if_contains("ids");
    if (!ids || !ids->is_array() || ids->get_array().empty() || !ids->get_array().front().is_string())
        throw failure(verdict(remedy::defect, "malformed_answer", answer.status));
    co_return std::string(std::string_view(ids->get_array().front().get_string()));
}

awaitable<void> drive::make_folder(new_file folder, deadline until) {
    auto o = folder.json();
    o["mimeType"] = folder_type;
    auto r = with_json("POST", url("files", {{"fields", "id"}}), o);
    try {
        co_await api_.send(std::move(r), until);
    } catch (const failure& e) {
        if (e.why.helps != remedy::taken) throw;
    }
}

awaitable<file> drive::put(new_file what, std::shared_ptr<const std::string> content, deadline until) {
    http_client::request r("POST", upload_url("multipart"));
    const auto boundary = random_token(24);
    r.headers.emplace_back("Content-Type", "multipart/related; boundary=" + boundary);
    auto body = fmt::format("--{0}\r\nContent-Type: {1}\r\n\r\n{2}\r\n--{0}\r\nContent-Type: application/octet-stream\r\n\r\n", boundary,
                            json_type, boost::json::serialize(what.json()));
    body += *content;
    body += fmt::format("\r\n--{}--\r\n", boundary);
    r.body = std::make_shared<const std::string>(std::move(body));
    try {
        const auto answer = co_await api_.send(std::move(r), until);
        co_return read_file(object_of(answer.body));
    } catch (const failure& e) {
        if (e.why.helps != remedy::taken) throw;
    }
    auto there = co_await find(what.id, until);
    if (!there) throw failure(verdict(remedy::gone, "notFound", 404));
    co_return std::move(*there);
}

awaitable<std::optional<file>> drive::find(std::string id, deadline until) {
    http_client::request r("GET", url("files/" + id, {{"fields", file_fields}}));
    std::optional<file> found;
    try {
        const auto answer = co_await api_.send(std::move(r), until);
        found = read_file(object_of(answer.body));
    } catch (const failure& e) {
        if (e.why.helps != remedy::gone) throw;
    }
    co_return found;
}

awaitable<std::vector<file>> drive::list(std::string search, deadline until) {
    std::vector<file> all;
    std::string page;
    for (std::size_t pages = 0; pages < pages_max; ++pages) {
        pairs query{{"q", search}, {"fields", fmt::format("nextPageToken,files({})", file_fields)}, {"pageSize", "1000"}};
        if (!page.empty()) query.emplace_back("pageToken", page);
        if (!where_.drive_id.empty()) {
            query.emplace_back("corpora", "drive");
            query.emplace_back("driveId", where_.drive_id);
            query.emplace_back("includeItemsFromAllDrives", "true");
        }
        http_client::request r("GET", url("files", std::move(query)));
        r.answer_bytes_max = page_bytes_max;
        const auto answer = co_await api_.send(std::move(r), until);
        const auto o = object_of(answer.body);
        if (const auto* files = o.if_contains("files"); files && files->is_array())
            for (const auto& each : files->get_array())
                if (const auto* one = each.if_object()) all.push_back(read_file(*one));
        page = text_of(o, "nextPageToken");
        if (page.empty()) co_return all;
    }
    throw failure(verdict(remedy::defect, "list_without_end", 200));
}

awaitable<std::optional<std::string>> drive::read(std::string id, std::uint64_t from, std::size_t count, deadline until) {
    http_client::request r("GET", url("files/" + id, {{"alt", "media"}}));
    r.headers.emplace_back("Range", fmt::format("bytes={}-{}", from, from + std::max<std::size_t>(count, 1) - 1));
    r.answer_bytes_max = std::max<std::size_t>(count, 64 * 1024);
    std::optional<std::string> content;
    try {
        auto answer = co_await api_.send(std::move(r), until);
        // A whole answer to a question for a part would be taken for that part.
        if (answer.status != 206 && from > 0) throw failure(verdict(remedy::defect, "range_ignored", answer.status));
        content = std::move(answer.body);
    } catch (const failure& e) {
        if (e.why.helps == remedy::reread) content.emplace();  // 416: beyond the end, or an empty file
        else if (e.why.helps != remedy::gone) throw;
    }
    if (content && content->size() > count) content->resize(count);
    co_return content;
}

// Waits for the answer to a request whose object may be gone.
awaitable<void> drive::change(http_client::request r, deadline until) {
    try {
        co_await api_.send(std::move(r), until);
    } catch (const failure& e) {
        if (e.why.helps != remedy::gone) throw;
    }
}

awaitable<void> drive::set_label(std::string id, std::string label, deadline until) {
    boost::json::object o, properties;
    properties[label_key] = label;
    o["appProperties"] = std::move(properties);
    auto r = with_json("PATCH", url("files/" + id, {{"fields", "id"}}), o);
    co_await api_.send(std::move(r), until);
}

awaitable<void> drive::trash(std::string id, deadline until) {
    boost::json::object o;
    o["trashed"] = true;
    auto r = with_json("PATCH", url("files/" + id, {{"fields", "id"}}), o);
    co_await change(std::move(r), until);
}

awaitable<void> drive::remove(std::string id, deadline until) {
    http_client::request r("DELETE", url("files/" + id));
    co_await change(std::move(r), until);
}

awaitable<quota> drive::about(deadline until) {
    http_client::request r("GET", url("about", {{"fields", "user,storageQuota"}}));
    const auto answer = co_await api_.send(std::move(r), until);
    const auto o = object_of(answer.body);
    quota q;
    if (const auto* user = o.if_contains("user"); user && user->is_object()) q.user = text_of(user->get_object(), "emailAddress");
    if (const auto* storage = o.if_contains("storageQuota"); storage && storage->is_object()) {
        const auto& s = storage->get_object();
        if (s.contains("limit")) q.limit = number_of(s, "limit");
        q.used = number_of(s, "usage");
        q.in_trash = number_of(s, "usageInDriveTrash");
    }
    co_return q;
}

}  // namespace gavel::google
