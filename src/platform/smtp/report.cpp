#include "platform/smtp/report.hpp"

#include "base/text.hpp"
#include "platform/smtp/ascii.hpp"

#include <algorithm>
#include <array>

namespace gavel::smtp {
namespace {

constexpr std::size_t parts_max = 20, headers_max = 200, header_value_max = 4'000;

// The next line without its end; CRLF or LF.
std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

struct report_header {
    std::string name, value;  // the name in lower case, the value unfolded
};

// A block of headers, up to its empty line, which is taken too.
std::vector<report_header> take_headers(std::string_view& text) {
    std::vector<report_header> all;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (line.empty()) break;
        if (line.front() == ' ' || line.front() == '\t') {
            if (!all.empty() && all.back().value.size() + line.size() < header_value_max) all.back().value += " " + trimmed(line);
            continue;
        }
        const auto colon = line.find(':');
        if (colon == line.npos || all.size() >= headers_max) continue;
        all.push_back({in_lower_case(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1).substr(0, header_value_max))});
    }
    return all;
}

std::string value_of(const std::vector<report_header>& headers, std::string_view name) {
    const auto found = std::ranges::find(headers, name, &report_header::name);
    return found == headers.end() ? std::string() : found->value;
}

// A parameter of Content-Type: `boundary="x"` or `boundary=x`.
std::string parameter_of(const std::string& value, const std::string& name) {
    const auto small = in_lower_case(value);
    for (auto at = small.find(name); at != small.npos; at = small.find(name, at + 1)) {
        const bool begins = at > 0 && (small[at - 1] == ';' || small[at - 1] == ' ' || small[at - 1] == '\t');
        auto rest = std::string_view(value).substr(at + name.size());
        while (rest.starts_with(' ')) rest.remove_prefix(1);
        if (!begins || !rest.starts_with('=')) continue;
        rest.remove_prefix(1);
        while (rest.starts_with(' ')) rest.remove_prefix(1);
        if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
        return std::string(rest.substr(0, rest.find_first_of("; \t")));
    }
    return {};
}

std::vector<std::string_view> parts_of(std::string_view body, const std::string& boundary) {
    const auto mark = "--" + boundary;
    std::vector<std::string_view> parts;
    const char* begin = nullptr;
    while (!body.empty() && parts.size() < parts_max) {
        const char* line_begin = body.data();
        const auto line = take_line(body);
        if (!line.starts_with(mark)) continue;
        const auto tail = trimmed(line.substr(mark.size()));
        if (!tail.empty() && tail != "--") continue;  // another boundary that begins alike
        if (begin) parts.emplace_back(begin, static_cast<std::size_t>(line_begin - begin));
        begin = body.data();
        if (tail == "--") return parts;
    }
    if (begin && parts.size() < parts_max) parts.emplace_back(begin, static_cast<std::size_t>(body.data() + body.size() - begin));
    return parts;
}

// "rfc822; <Someone@Example.com>", "someone@example.com"
std::string address_in(std::string_view field) {
    if (const auto semicolon = field.find(';'); semicolon != field.npos) field.remove_prefix(semicolon + 1);
    auto address = in_lower_case(trimmed(field));
    if (const auto open = address.find('<'); open != address.npos) address = address.substr(open + 1, address.find('>', open) - open - 1);
    const auto at = address.find('@');
    const bool plain =
        std::ranges::all_of(address, [](unsigned char c) { return c > 0x20 && c < 0x7F && c != '<' && c != '>' && c != ','; });
    if (!plain || address.size() > 254 || at == address.npos || at == 0 || at + 1 == address.size()) return {};
    return address;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The first enhanced status code of a failure in a text: "5.1.1" in "550-5.1.1 The email account ..."; empty: none.
std::string status_in(std::string_view text) {
    for (std::size_t at = 0; at + 4 < text.size(); ++at) {
        const bool begins =
            (text[at] == '5' || text[at] == '4') && text[at + 1] == '.' && (at == 0 || !(is_digit(text[at - 1]) || text[at - 1] == '.'));
        if (!begins) continue;
        auto end = at + 2;
        while (end < text.size() && end - at < 5 && is_digit(text[end])) ++end;
        if (end == at + 2 || end >= text.size() || text[end] != '.') continue;
        const auto last = end + 1;
        auto stop = last;
        while (stop < text.size() && stop - last < 3 && is_digit(text[stop])) ++stop;
        if (stop > last) return std::string(text.substr(at, stop - at));
    }
    return {};
}

std::string bare_id(const std::string& value) {
    const auto open = value.rfind('<');
    const auto close = value.find('>', open == value.npos ? 0 : open);
    if (open == value.npos || close == value.npos) return {};
    auto id = value.substr(open + 1, close - open - 1);
    return id.size() <= 200 ? id : std::string();
}

void add_failed(delivery_report& to, std::string address, std::string status) {
    if (address.empty() || status.empty() || to.recipients.size() >= report_recipients_max) return;
    const bool known = std::ranges::find(to.recipients, address, &undelivered::address) != to.recipients.end();
    if (known) return;
    const bool permanent = status.starts_with('5');
    to.recipients.push_back({std::move(address), std::move(status), permanent});
}

// message/delivery-status: a group of fields about the message, then one for each recipient.
void read_status(delivery_report& into, std::string_view text) {
    for (std::size_t groups = 0; !text.empty() && groups < report_recipients_max + 10; ++groups) {
        const auto fields = take_headers(text);
        if (in_lower_case(value_of(fields, "action")) != "failed") continue;
        auto address = address_in(value_of(fields, "final-recipient"));
        if (address.empty()) address = address_in(value_of(fields, "original-recipient"));
        auto status = status_in(value_of(fields, "status"));
        // Some say 5.0.0 and mean what the other server told them.
        if (status.empty() || status == "5.0.0") {
            const auto told = status_in(value_of(fields, "diagnostic-code"));
            if (!told.empty()) status = told;
        }
        add_failed(into, std::move(address), status.empty() ? "5.0.0" : std::move(status));
    }
}

void read_part(delivery_report& into, std::string_view part) {
    const auto headers = take_headers(part);
    const auto type = in_lower_case(value_of(headers, "content-type"));
    if (type.starts_with("message/delivery-status") || type.starts_with("message/global-delivery-status")) read_status(into, part);
    if (!type.starts_with("message/rfc822") && !type.starts_with("text/rfc822-headers") && !type.starts_with("message/global")) return;
    if (into.original_id.empty()) into.original_id = bare_id(value_of(take_headers(part), "message-id"));
}

}  // namespace

std::optional<delivery_report> read_report(std::string_view mail) {
    mail = mail.substr(0, report_bytes_max);
    const auto headers = take_headers(mail);
    const auto type = value_of(headers, "content-type");
    delivery_report found;
    const auto boundary = parameter_of(type, "boundary");
    if (in_lower_case(type).starts_with("multipart/report") && !boundary.empty())
        for (const auto part : parts_of(mail, boundary)) read_part(found, part);
    if (found.recipients.empty()) {
        const auto list = value_of(headers, "x-failed-recipients");
        const auto status = status_in(mail);
        std::string_view named = list;
        for (std::size_t i = 0; !named.empty() && i < report_recipients_max; ++i) {
            const auto comma = std::min(named.find(','), named.size());
            add_failed(found, address_in(named.substr(0, comma)), status.empty() ? "5.0.0" : status);
            named.remove_prefix(std::min(comma + 1, named.size()));
        }
    }
    if (found.recipients.empty()) return std::nullopt;
    if (found.original_id.empty()) found.original_id = bare_id(value_of(headers, "in-reply-to"));
    if (found.original_id.empty()) found.original_id = bare_id(value_of(headers, "references"));
    return found;
}

bool is_dead_address(std::string_view status) {
    // 5.1.7 and 5.1.8 are about the sender, 5.2.2 a full mailbox, 5.3 and 5.7 the letter or the server, 5.4 the way, but for a domain that
    // does not exist.
    constexpr std::array<std::string_view, 10> dead{"5.0.0", "5.1.0", "5.1.1",  "5.1.2", "5.1.3",
                                                    "5.1.4", "5.1.6", "5.1.10", "5.2.1", "5.4.4"};
    return std::ranges::find(dead, status) != dead.end();
}

}  // namespace gavel::smtp
