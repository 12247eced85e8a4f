#include "sim/google/files.hpp"

#include "sim/google/search.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>

#include <algorithm>
#include <charconv>

namespace gavel::sim::google {
namespace {

stored* visible(call& c) {
    auto* f = c.g.find(c.r.param("id"));
    return f && sees(c, *f) ? f : nullptr;
}

http::reply missing(const call& c) { return refused(404, "notFound", fmt::format("File not found: {}.", c.r.param("id"))); }

http::reply generate_ids(call& c) {
    boost::json::array ids;
    const auto count = c.r.query_integer("count", 1, 1000, 10);
    for (std::int64_t i = 0; i < count; ++i) {
        auto id = c.g.next("1reserved");
        c.g.reserved.insert(id);
        ids.emplace_back(std::move(id));
    }
    boost::json::object body{{"kind", "drive#generatedIds"}, {"space", "drive"}};
    body["ids"] = std::move(ids);
    return http::json(body);
}

// Without media: folders.
http::reply create(call& c) {
    stored made;
    const auto metadata = c.r.json_object();
    if (auto no = prepare(c, metadata, made)) return std::move(*no);
    if (auto no = may_create(c, made.drive, 0)) return std::move(*no);
    c.g.files.push_back(std::move(made));
    return http::json(view(c.g.files.back(), c.query("fields")));
}

http::reply list(call& c) {
    const auto terms = read_search(c.query("q"));
    if (!terms) return refused(400, "invalid", "Invalid Value");
    const bool all_drives = c.r.query("supportsAllDrives") == "true" && c.r.query("includeItemsFromAllDrives") == "true";
    if (c.query("corpora") == "drive" && c.query("driveId") != shared_drive) return refused(404, "notFound", "Shared drive not found");
    std::vector<stored*> found;
    for (auto& f : c.g.files) {
        if (!matches(*terms, f) || !(c.by.sees_all() || f.owner_client == c.by.client)) continue;
        if (!f.drive.empty() && !all_drives) continue;
        if (c.query("corpora") == "drive" && f.drive != c.query("driveId")) continue;
        found.push_back(&f);
    }
    const auto page_size = static_cast<std::size_t>(std::min(c.r.query_integer("pageSize", 1, 1000, 100), c.g.limit.page_size));
    std::size_t from = 0;
    bool empty_now = c.g.limit.empty_pages;  // every page is preceded by an empty one
    if (const auto token = c.query("pageToken"); token.size() > 1) {
        empty_now = c.g.limit.empty_pages && token.front() == 'n';
        if (std::from_chars(token.data() + 1, token.data() + token.size(), from).ec != std::errc())
            return refused(400, "invalid", "Invalid page token");
    }
    boost::json::array files;
    boost::json::object body;
    if (empty_now) {
        body["nextPageToken"] = fmt::format("f{}", from);
    } else {
        const auto to = std::min(found.size(), from + page_size);
        for (auto i = from; i < to; ++i) files.push_back(view(*found[i], c.query("fields")));
        if (to < found.size()) body["nextPageToken"] = fmt::format("n{}", to);
    }
    body["files"] = std::move(files);
    return http::json(body);
}

// "bytes=a-b". Nothing: the whole is wanted.
bool read_range(std::string_view text, std::uint64_t size, std::uint64_t& from, std::uint64_t& to) {
    if (!text.starts_with("bytes=")) return false;
    text.remove_prefix(6);
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return false;
    std::from_chars(text.data(), text.data() + dash, from);
    to = size == 0 ? 0 : size - 1;
    if (std::uint64_t last = 0; std::from_chars(text.data() + dash + 1, text.data() + text.size(), last).ec == std::errc())
        to = std::min(to, last);
    return true;
}

http::reply get(call& c) {
    auto* f = visible(c);
    if (!f) return missing(c);
    if (c.query("alt") != "media") return http::json(view(*f, c.query("fields")));
    if (c.wrong && c.wrong->what == "abusive" && c.query("acknowledgeAbuse") != "true")
        return refused(403, "cannotDownloadAbusiveFile", "This file has been identified as malware or spam and cannot be downloaded.");
    std::uint64_t from = 0, to = 0;
    const bool part = read_range(c.r.header("range").value_or(std::string_view()), f->bytes, from, to);
    if (part && from >= f->bytes) return refused(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    http::reply answer(part ? 206 : 200);
    answer.content_type = "application/octet-stream";
    answer.body = part ? f->content.substr(from, to - from + 1) : f->content;
    if (part) answer.with("Content-Range", fmt::format("bytes {}-{}/{}", from, to, f->bytes));
    if (c.wrong && c.wrong->what == "wrong_bytes" && !answer.body.empty()) answer.body.front() ^= 1;
    return answer;
}

http::reply change(call& c) {
    auto* f = visible(c);
    if (!f) return missing(c);
    const auto o = c.r.json_object();
    if (const auto* t = o.if_contains("trashed"); t && t->is_bool()) f->trashed = t->get_bool();
    if (const auto* p = o.if_contains("appProperties"); p && p->is_object())
        for (const auto& each : p->get_object())
            f->properties[std::string(each.key())] = std::string(std::string_view(each.value().as_string()));
    f->modified = c.g.now();
    return http::json(view(*f, c.query("fields")));
}

http::reply remove(call& c) {
    const auto* f = visible(c);
    if (!f) return missing(c);
    if (!f->drive.empty() && !c.g.limit.drive_manager)
        return refused(403, "insufficientFilePermissions", "The user does not have sufficient permissions for this file.");
    c.g.files.remove_if([id = f->id](const stored& each) { return each.id == id; });
    return http::no_content();
}

http::reply about(call& c) {
    boost::json::object user{{"emailAddress", c.by.kind == who::robot ? robot_email : delegate}}, storage, body;
    std::uint64_t in_trash = 0;
    for (const auto& each : c.g.files)
        if (each.trashed && each.drive.empty()) in_trash += each.bytes;
    if (c.g.limit.storage_bytes) storage["limit"] = std::to_string(*c.g.limit.storage_bytes);
    const auto used = std::to_string(c.g.used());
    storage["usage"] = used;
    storage["usageInDrive"] = used;
    storage["usageInDriveTrash"] = std::to_string(in_trash);
    body["user"] = std::move(user);
    body["storageQuota"] = std::move(storage);
    return c.query("fields").empty() ? refused(400, "required", "The 'fields' parameter is required for this method.") : http::json(body);
}

}  // namespace

void add_files(http::router& to, state& g, runtime::life& life) {
    const auto route = [&](http::method m, const std::string& path, std::string name, http::reply (*run)(call&)) {
        add(
            to, g, life, m, "/drive/v3/" + path, [name](const http::request&) { return name; }, run);
    };
    route(http::method::get, "files/generateIds", "ids", generate_ids);
    route(http::method::post, "files", "create", create);
    route(http::method::get, "files", "list", list);
    route(http::method::patch, "files/{id}", "change", change);
    route(http::method::del, "files/{id}", "delete", remove);
    route(http::method::get, "about", "about", about);
    const auto reading = [](const http::request& r) { return std::string(r.query("alt") == "media" ? "download" : "read"); };
    add(to, g, life, http::method::get, "/drive/v3/files/{id}", reading, get);
}

}  // namespace gavel::sim::google
