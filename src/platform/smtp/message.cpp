#include "platform/smtp/message.hpp"

#include "base/random.hpp"
#include "platform/smtp/encoding.hpp"
#include "platform/smtp/header.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string_view>

namespace gavel::smtp {
namespace {

constexpr std::size_t field_characters_max = 900;  // of what cannot be folded; RFC 5322 allows 998 with the name

// Addresses, ids and links are ours or were validated; this is the last gate before the wire.
void require_plain(std::string_view value) {
    const bool plain =
        std::ranges::all_of(value, [](unsigned char c) { return c > 0x20 && c < 0x7F && c != '<' && c != '>' && c != '"' && c != '\\'; });
    if (!plain || value.size() > field_characters_max)
        throw std::invalid_argument("an address, an id or a link of a letter holds a character that does not belong there, or too many");
}

void require_id(std::string_view id) {
    if (id.size() < 3 || !id.starts_with('<') || !id.ends_with('>')) throw std::invalid_argument("an id of a letter needs < and >");
    require_plain(id.substr(1, id.size() - 2));
}

void add(std::string& out, std::string_view name, std::string_view value) { out.append(name).append(": ").append(value).append("\r\n"); }

std::string addressed(const std::string& name, const std::string& address) {
    if (name.empty()) return "<" + address + ">";
    auto shown = encode_header(name, std::string_view("From: ").size());
    if (!shown.starts_with("=?")) {
        std::string quoted;
        for (const char c : shown) {
            if (c == '"' || c == '\\') quoted += '\\';
            quoted += c;
        }
        shown = "\"" + quoted + "\"";
    }
    const auto last_line = shown.size() - (shown.rfind('\n') == std::string::npos ? 0 : shown.rfind('\n') + 1);
    const bool fits = last_line + address.size() + 9 <= line_characters_max;
    return shown + (fits ? " <" : "\r\n <") + address + ">";
}

std::string headers_of(const message& m, instant date, const std::string& boundary) {
    std::string out;
    add(out, "Date",
        fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000", fmt::gmtime(std::chrono::system_clock::to_time_t(
                                                          std::chrono::time_point_cast<std::chrono::system_clock::duration>(date)))));
    add(out, "From", addressed(m.from_name, m.from_address));
    add(out, "To", "<" + m.to_address + ">");
    add(out, "Subject", encode_header(m.subject, std::string_view("Subject: ").size()));
    add(out, "Message-ID", m.message_id);
    if (!m.thread_id.empty()) {
        add(out, "In-Reply-To", m.thread_id);
        add(out, "References", m.thread_id);
    }
    add(out, "Content-Language", m.language);
    add(out, "Auto-Submitted", "auto-generated");
    add(out, "X-Auto-Response-Suppress", "All");
    if (m.bulk) add(out, "Precedence", "bulk");
    if (!m.unsubscribe_url.empty()) add(out, "List-Unsubscribe", "<" + m.unsubscribe_url + ">");
    // RFC 8058 speaks of https only.
    if (m.unsubscribe_url.starts_with("https://")) add(out, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    add(out, "MIME-Version", "1.0");
    add(out, "Content-Type", "multipart/alternative;\r\n boundary=\"" + boundary + "\"");
    return out;
}

void add_part(std::string& out, const std::string& boundary, std::string_view type, std::string_view utf8) {
    const auto body = encode_body(utf8);
    out.append("--").append(boundary).append("\r\n");
    add(out, "Content-Type", std::string(type) + "; charset=utf-8");
    add(out, "Content-Transfer-Encoding", body.encoding);
    out.append("\r\n").append(body.text);
}

}  // namespace

std::string compose(const message& m, instant date) {
    for (const auto* each : {&m.from_address, &m.to_address, &m.language, &m.unsubscribe_url}) require_plain(*each);
    require_id(m.message_id);
    if (!m.thread_id.empty()) require_id(m.thread_id);
    // "=_" is in neither encoding, so no body can hold the boundary.
    const auto boundary = "=_" + hex(sha256(m.message_id)).substr(0, 32);
    auto out = headers_of(m, date, boundary);
    out += "\r\n";
    add_part(out, boundary, "text/plain", m.text);
    add_part(out, boundary, "text/html", m.html);
    out.append("--").append(boundary).append("--\r\n");
    return out;
}

}  // namespace gavel::smtp
