#include "modules/mail/template.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace gavel::mail {
namespace {

using shape = letter_block::shape;

// Calls `literal` and `variable` for the pieces of `text` in order.
void walk(std::string_view text, const std::function<void(std::string_view)>& literal,
          const std::function<void(std::string_view)>& variable) {
    while (true) {
        const auto open = text.find("{{");
        literal(text.substr(0, open));
        if (open == std::string_view::npos) return;
        const auto close = text.find("}}", open);
        if (close == std::string_view::npos) throw std::logic_error("a letter template has {{ without }}");
        variable(text.substr(open + 2, close - open - 2));
        text.remove_prefix(close + 2);
    }
}

std::string one_line(std::string value) {
    std::ranges::replace_if(
        value, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return value;
}

std::string fill(std::string_view text, const letter_values& values) {
    std::string out;
    walk(
        text, [&](std::string_view piece) { out += piece; },
        [&](std::string_view name) {
            const auto found = values.find(name);
            if (found == values.end()) throw std::logic_error("a letter needs the value " + std::string(name));
            out += one_line(found->second);
        });
    return out;
}

letter_block read_block(const std::string& paragraph, bool small) {
    if (small) return {shape::small, paragraph, {}};
    if (paragraph.starts_with("# ")) return {shape::heading, paragraph.substr(2), {}};
    const auto middle = paragraph.find("](");
    if (paragraph.starts_with('[') && paragraph.ends_with(')') && middle != std::string::npos)
        return {shape::button, paragraph.substr(1, middle - 1), paragraph.substr(middle + 2, paragraph.size() - middle - 3)};
    return {shape::paragraph, paragraph, {}};
}

std::string link(const letter_block& b, const letter_values& values) {
    auto url = fill(b.target, values);
    if (!url.starts_with("https://") && !url.starts_with("http://"))
        throw std::logic_error("a letter links to something that is not a page");
    return url;
}

constexpr std::string_view html_head =
    R"(<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
<body style="margin:0;padding:24px 12px;background:#f6f4ef;color:#1c1917;font:16px/26px Onest,'Segoe UI',Roboto,Arial,sans-serif">
<div style="max-width:560px;margin:0 auto;background:#fbfaf7;border:1px solid #e3dfd6;border-radius:10px;padding:28px 28px 20px">
<p style="margin:0 0 20px;font-size:18px;font-weight:700;color:#0f5c46">Gavel</p>
)";

std::string html_block(const letter_block& b, const letter_values& values) {
    const auto words = escape_html(fill(b.text, values));
    if (b.form == shape::button)
        return "<p style=\"margin:24px 0\"><a href=\"" + escape_html(link(b, values)) +
               "\" style=\"display:inline-block;padding:12px "
               "22px;border-radius:8px;background:#0f5c46;color:#ffffff;font-weight:600;text-decoration:none\">" +
               words + "</a></p>\n";
    if (b.form == shape::heading) return "<h1 style=\"margin:0 0 12px;font-size:22px;line-height:29px\">" + words + "</h1>\n";
    if (b.form == shape::small) return "<p style=\"margin:0 0 8px;font-size:14px;line-height:20px;color:#5f5852\">" + words + "</p>\n";
    return "<p style=\"margin:0 0 16px\">" + words + "</p>\n";
}

}  // namespace

letter_template parse_template(std::string_view source) {
    constexpr std::string_view mark = "subject: ";
    const auto first_end = source.find('\n');
    if (!source.starts_with(mark) || first_end == std::string_view::npos)
        throw std::logic_error("a letter template must begin with its subject");
    letter_template parsed;
    parsed.subject = trimmed(source.substr(mark.size(), first_end - mark.size()));
    source.remove_prefix(first_end + 1);

    std::string paragraph;
    bool small = false;
    const auto flush = [&] {
        if (paragraph == "---") {
            small = true;
        } else if (!paragraph.empty()) {
            parsed.blocks.push_back(read_block(paragraph, small));
        }
        paragraph.clear();
    };
    while (!source.empty()) {
        const auto end = std::min(source.find('\n'), source.size());
        const auto line = trimmed(source.substr(0, end));
        source.remove_prefix(std::min(end + 1, source.size()));
        if (line.empty()) {
            flush();
        } else {
            if (!paragraph.empty()) paragraph += ' ';
            paragraph += line;
        }
    }
    flush();
    if (parsed.subject.empty() || parsed.blocks.empty()) throw std::logic_error("a letter template is empty");
    return parsed;
}

std::set<std::string> variables_of(const letter_template& t) {
    std::set<std::string> names;
    const auto collect = [&](std::string_view text) {
        walk(
            text, [](std::string_view) {}, [&](std::string_view name) { names.emplace(name); });
    };
    collect(t.subject);
    for (const auto& block : t.blocks) {
        collect(block.text);
        collect(block.target);
    }
    return names;
}

rendered_letter render(const letter_template& t, const letter_values& values, std::string_view language_code) {
    rendered_letter out;
    out.subject = fill(t.subject, values);
    out.html = "<!doctype html>\n<html lang=\"" + std::string(language_code) + "\"><head><title>" + escape_html(out.subject) + "</title>" +
               std::string(html_head);
    bool ruled = false;
    for (const auto& block : t.blocks) {
        if (block.form == shape::small && !ruled) {
            out.html += "<hr style=\"border:0;border-top:1px solid #e3dfd6;margin:24px 0 16px\">\n";
            out.text += "-- \r\n";
            ruled = true;
        }
        out.html += html_block(block, values);
        out.text += fill(block.text, values);
        out.text += block.form == shape::button ? ":\r\n" + link(block, values) + "\r\n\r\n" : "\r\n\r\n";
    }
    out.html += "</div></body></html>\n";
    return out;
}

}  // namespace gavel::mail
