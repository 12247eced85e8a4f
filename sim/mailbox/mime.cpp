#include "sim/mailbox/mime.hpp"

#include "base/text.hpp"
#include "sim/lines.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

namespace gavel::sim {
namespace {

constexpr int parts_depth_max = 8;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

using header_map = std::map<std::string, std::string>;  // names in lower case, values unfolded

struct entity {
    header_map headers;
    std::string_view body;
};

entity split(std::string_view raw) {
    entity e;
    std::string* current = nullptr;
    while (!raw.empty()) {
        const auto line = take_line(raw);
        if (line.empty()) break;
        if ((line.front() == ' ' || line.front() == '\t') && current) {
            current->append(" ").append(trimmed(line));
        } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
            current = &e.headers[lower(trimmed(line.substr(0, colon)))];
            *current = trimmed(line.substr(colon + 1));
        }
    }
    e.body = raw;
    return e;
}

std::string value(const header_map& headers, const std::string& name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

// boundary="..." of a Content-Type
std::optional<std::string> boundary_of(const std::string& content_type) {
    const auto at = lower(content_type).find("boundary=");
    if (at == std::string::npos) return std::nullopt;
    auto rest = std::string_view(content_type).substr(at + 9);
    if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
    return trimmed(rest.substr(0, rest.find(';')));
}

std::string decoded_body(const entity& e) {
    const auto encoding = lower(value(e.headers, "content-transfer-encoding"));
    if (encoding == "base64") return decode_base64(e.body);
    if (encoding == "quoted-printable") return decode_quoted_printable(e.body);
    return std::string(e.body);
}

void collect(std::string_view raw, letter& into, int depth) {
    const auto e = split(raw);
    const auto content_type = value(e.headers, "content-type");
    const auto type = lower(trimmed(content_type.substr(0, content_type.find(';'))));
    const auto boundary = boundary_of(content_type);
    if (type.starts_with("multipart/") && boundary && depth < parts_depth_max) {
        const auto mark = "--" + *boundary;
        auto at = e.body.find(mark);
        while (at != std::string_view::npos) {
            const auto start = at + mark.size();
            at = e.body.find(mark, start);
            if (at == std::string_view::npos) break;
            auto part = e.body.substr(start, at - start);
            take_line(part);
            collect(part, into, depth + 1);
        }
    } else if (type == "text/html") {
        if (into.html.empty()) into.html = decoded_body(e);
    } else if (type.empty() || type == "text/plain") {
        if (into.text.empty()) into.text = decoded_body(e);
    }
}

}  // namespace

std::string decode_base64(std::string_view text) {
    std::string out;
    unsigned bits = 0;
    int held = 0;
    for (const char c : text) {
        int digit = -1;
        if (c >= 'A' && c <= 'Z') digit = c - 'A';
        else if (c >= 'a' && c <= 'z') digit = c - 'a' + 26;
        else if (c >= '0' && c <= '9') digit = c - '0' + 52;
        else if (c == '+') digit = 62;
        else if (c == '/') digit = 63;
        else if (c == '=') break;
        if (digit < 0) continue;
        bits = (bits << 6) | static_cast<unsigned>(digit);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>((bits >> held) & 0xFF);
    }
    return out;
}

std::string decode_quoted_printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
        } else if (text.substr(i + 1).starts_with("\r\n")) {
            i += 2;
        } else if (text.substr(i + 1).starts_with("\n")) {
            i += 1;
        } else if (i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += '=';
        }
    }
    return out;
}

std::string decode_words(std::string_view header) {
    std::string out, between;
    bool after_word = false;
    while (!header.empty()) {
        const auto open = header.find("=?");
        between = header.substr(0, open);
        const auto charset_end = open == std::string_view::npos ? open : header.find('?', open + 2);
        const auto encoding_end = charset_end == std::string_view::npos ? charset_end : header.find('?', charset_end + 1);
        const auto close = encoding_end == std::string_view::npos ? encoding_end : header.find("?=", encoding_end + 1);
        if (close == std::string_view::npos) return out.append(header);
        if (!after_word || !trimmed(between).empty()) out += between;  // blanks between two words are not part of the text
        const auto encoding = lower(header.substr(charset_end + 1, encoding_end - charset_end - 1));
        std::string content(header.substr(encoding_end + 1, close - encoding_end - 1));
        if (encoding == "b") {
            out += decode_base64(content);
        } else {
            std::ranges::replace(content, '_', ' ');
            out += decode_quoted_printable(content);
        }
        after_word = true;
        header.remove_prefix(close + 2);
    }
    return out;
}

std::vector<std::string> find_links(std::string_view text) {
    std::vector<std::string> links;
    for (std::size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 1)) {
        const auto rest = text.substr(at);
        if (!rest.starts_with("http://") && !rest.starts_with("https://")) continue;
        std::string link(rest.substr(0, rest.find_first_of(" \t\r\n\"'<>")));
        if (std::ranges::find(links, link) == links.end()) links.push_back(std::move(link));
    }
    return links;
}

letter read_letter(std::string_view raw) {
    letter l;
    const auto headers = split(raw).headers;
    l.from = decode_words(value(headers, "from"));
    l.to = decode_words(value(headers, "to"));
    l.subject = decode_words(value(headers, "subject"));
    l.date = value(headers, "date");
    l.message_id = value(headers, "message-id");
    collect(raw, l, 0);
    l.links = find_links(l.text);
    return l;
}

}  // namespace gavel::sim
