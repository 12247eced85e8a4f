#include "sim/google/uploads.hpp"

#include "platform/google/upload_rules.hpp"

#include <fmt/format.h>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>

namespace gavel::sim::google {
namespace {

using gavel::google::upload_unit;

constexpr auto session_path = "/upload/drive/v3/files";

std::optional<boost::json::object> parsed(std::string_view text) {
    boost::system::error_code malformed;
    auto v = boost::json::parse(text, malformed);
    if (malformed || !v.is_object()) return std::nullopt;
    return std::move(v.get_object());
}

http::reply complete(call& c, stored made) {
    made.checks_after = c.g.limit.checksum_delay;
    c.g.files.push_back(std::move(made));
    return http::json(view(c.g.files.back(), c.query("fields")));
}

// multipart/related: metadata, then media.
http::reply small(call& c) {
    const auto type = c.r.header("content-type").value_or(std::string_view());
    const auto at = type.find("boundary=");
    if (!type.starts_with("multipart/related") || at == std::string_view::npos) return refused(400, "badContent", "Unsupported content");
    const auto mark = "--" + std::string(type.substr(at + 9));
    const std::string_view body = c.r.body;
    const auto first = body.find("\r\n\r\n"), second_mark = body.find("\r\n" + mark, first + 4),
               second = body.find("\r\n\r\n", second_mark + 2), last = body.rfind("\r\n" + mark + "--");
    if (!body.starts_with(mark) || second == std::string_view::npos || last == std::string_view::npos || last < second + 4)
        return refused(400, "malformed", "Malformed multipart body.");
    const auto metadata = parsed(body.substr(first + 4, second_mark - first - 4));
    stored made;
    if (!metadata) return refused(400, "parseError", "Parse Error");
    if (auto no = prepare(c, *metadata, made)) return std::move(*no);
    std::string media(body.substr(second + 4, last - second - 4));
    if (c.wrong && c.wrong->what == "corrupt" && !media.empty()) media.front() ^= 1;
    if (auto no = may_create(c, made.drive, media.size())) return std::move(*no);
    session sums;
    for (auto* each : {&sums.md5, &sums.sha1, &sums.sha256}) each->add(media);
    made.md5 = sums.md5.hex();
    made.sha1 = sums.sha1.hex();
    made.sha256 = sums.sha256.hex();
    made.bytes = media.size();
    c.g.received_today += media.size();
    made.content = std::move(media);
    return complete(c, std::move(made));
}

std::string address_of(const call& c, const std::string& upload_id) {
    const auto host = c.r.header("host").value_or("127.0.0.1");
    return fmt::format("http://{}{}?uploadType=resumable&supportsAllDrives={}&fields={}&upload_id={}", host, session_path,
                       c.query("supportsAllDrives"), c.query("fields"), upload_id);
}

http::reply start(call& c) {
    auto metadata = parsed(c.r.body);
    if (!metadata) return refused(400, "parseError", "Parse Error");
    stored trial;
    if (auto no = prepare(c, *metadata, trial)) return std::move(*no);
    if (auto no = may_create(c, trial.drive, 0)) return std::move(*no);
    const auto id = c.g.next("upload");
    auto& s = c.g.sessions[id];
    s.metadata = std::move(*metadata);
    s.by = c.by;
    s.upload_id = id;
    if (const auto length = c.r.header("x-upload-content-length")) {
        std::uint64_t bytes = 0;
        if (std::from_chars(length->data(), length->data() + length->size(), bytes).ec == std::errc()) s.total = bytes;
    }
    http::reply answer(200);
    answer.with("Location", address_of(c, id));
    return answer;
}

http::reply post(call& c) {
    const auto kind = c.query("uploadType");
    if (kind == "multipart") return small(c);
    if (kind == "resumable") return start(c);
    return refused(400, "badRequest", "uploadType");
}

struct content_range {
    std::optional<std::uint64_t> from, to, total;
};

// "bytes 0-8388607/104857600", "bytes */*" …
std::optional<content_range> read_range(std::string_view text) {
    if (!text.starts_with("bytes ")) return std::nullopt;
    text.remove_prefix(6);
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto number = [](std::string_view digits, std::optional<std::uint64_t>& out) {
        std::uint64_t value = 0;
        const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (digits.empty() || fault != std::errc() || end != digits.data() + digits.size()) return false;
        out = value;
        return true;
    };
    content_range r;
    const auto span = text.substr(0, slash), total = text.substr(slash + 1);
    if (total != "*" && !number(total, r.total)) return std::nullopt;
    if (span == "*") return r;
    const auto dash = span.find('-');
    if (dash == std::string_view::npos || !number(span.substr(0, dash), r.from) || !number(span.substr(dash + 1), r.to))
        return std::nullopt;
    return r;
}

http::reply incomplete(const session& s) {
    http::reply answer(308);
    if (s.received > 0) answer.with("Range", fmt::format("bytes=0-{}", s.received - 1));
    return answer;
}

void keep(state& g, session& s, std::string_view bytes) {
    for (auto* each : {&s.md5, &s.sha1, &s.sha256}) each->add(bytes);
    if (g.limit.keep_content) s.content += bytes;
    s.received += bytes.size();
    g.received_today += bytes.size();
}

http::reply finish(call& c, session& s) {
    stored made;
    if (auto no = prepare(c, s.metadata, made)) return std::move(*no);
    made.md5 = s.md5.hex();
    made.sha1 = s.sha1.hex();
    made.sha256 = s.sha256.hex();
    made.bytes = s.received;
    made.content = std::move(s.content);
    s.done_id = made.id;
    return complete(c, std::move(made));
}

// What is wrong with a chunk, as the protocol sees it.
const char* fault_of(const session& s, const content_range& r, std::size_t body) {
    if (*r.from > *r.to || *r.to - *r.from + 1 != body) return "Content-Length does not match Content-Range";
    if (r.total && s.total && *r.total != *s.total) return "The total has changed";
    if (r.total && *r.to >= *r.total) return "Beyond the total";
    const bool last = r.total && *r.to + 1 == *r.total;
    if (!last && body % upload_unit != 0) return "Not a multiple of 262144 bytes";
    if (*r.from > s.received) return "A gap";
    return nullptr;
}

http::reply chunk(call& c, session& s, const content_range& r) {
    if (const auto* wrong = fault_of(s, r, c.r.body.size())) return refused(400, "badRequest", wrong);
    if (r.total) s.total = r.total;
    std::string_view bytes = c.r.body;
    // What is stored already is not stored again.
    bytes.remove_prefix(std::min<std::size_t>(bytes.size(), s.received - *r.from));
    std::string other;
    if (c.wrong && c.wrong->what == "corrupt" && !bytes.empty()) {
        other = bytes;
        other.back() ^= 1;
        bytes = other;
    }
    stored where;
    prepare(c, s.metadata, where);
    if (auto no = may_create(c, where.drive, bytes.size(), s.received)) return std::move(*no);
    const bool partial = c.wrong && (c.wrong->what == "partial" || c.wrong->what == "cut_mid");
    if (partial) bytes = bytes.substr(0, static_cast<std::size_t>(c.wrong->bytes));
    keep(c.g, s, bytes);
    if (c.wrong && c.wrong->what == "cut_mid") return broken();
    if (s.total && s.received == *s.total) return finish(c, s);
    auto answer = incomplete(s);
    if (c.wrong && c.wrong->what == "moved") {
        const auto old = s.upload_id, fresh = c.g.next("upload");
        auto node = c.g.sessions.extract(old);  // the address that was is good no more
        node.key() = fresh;
        node.mapped().upload_id = fresh;
        c.g.sessions.insert(std::move(node));
        answer.with("Location", address_of(c, fresh));
    }
    return answer;
}

http::reply put(call& c) {
    const auto found = c.g.sessions.find(c.query("upload_id"));
    if (found != c.g.sessions.end() && c.wrong && c.wrong->what == "gone") found->second.gone = true;
    if (found == c.g.sessions.end() || found->second.gone)
        return refused(c.wrong && c.wrong->what == "gone" ? c.wrong->code : 404, "notFound", "Upload not found");
    auto& s = found->second;
    if (!s.done_id.empty()) {
        auto* f = c.g.find(s.done_id);
        return f ? http::json(view(*f, c.query("fields"))) : refused(404, "notFound", "File not found");
    }
    const auto r = read_range(c.r.header("content-range").value_or(std::string_view()));
    if (!r) return refused(400, "badRequest", "Content-Range");
    if (r->from) return chunk(c, s, *r);
    if (r->total && *r->total == s.received && c.r.body.empty()) return finish(c, s);
    return incomplete(s);
}

http::reply cancel(call& c) {
    c.g.sessions.erase(c.query("upload_id"));
    return http::reply(499);
}

}  // namespace

void add_uploads(http::router& to, state& g, runtime::life& life) {
    const auto starting = [](const http::request& r) { return std::string(r.query("uploadType") == "resumable" ? "start" : "small"); };
    const auto sending = [](const http::request& r) { return std::string(r.body.empty() ? "position" : "chunk"); };
    add(to, g, life, http::method::post, session_path, starting, post);
    add(to, g, life, http::method::put, session_path, sending, put);
    add(
        to, g, life, http::method::del, session_path, [](const http::request&) { return std::string("cancel"); }, cancel);
}

}  // namespace gavel::sim::google
