#include "modules/mail/template.hpp"

#include "base/text.hpp"
#include "modules/mail/letter_html.hpp"
#include "modules/mail/markdown.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace gavel::mail {
namespace {

using shape = letter_block::shape;

constexpr std::size_t preview_characters = 200;  // no list of letters shows more

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

bool is_empty(std::string_view name, const letter_values& values) {
    const auto found = values.find(name);
    return found != values.end() && found->second.empty();
}

// Not for this letter: the condition does not hold, or a value is there and says nothing.
bool is_left_out(const letter_block& b, const letter_values& values) {
    if (!b.when.empty()) {
        if (!values.contains(b.when)) throw std::logic_error("a letter needs the value " + b.when);
        if (is_empty(b.when, values) != b.when_not) return true;
    }
    bool empty = false;
    const auto nothing = [](std::string_view) {};
    const auto look = [&](std::string_view name) { empty = empty || is_empty(name, values); };
    walk(b.text, nothing, look);
    if (b.form == shape::figure) walk(b.target, nothing, look);
    return empty;
}

// "[words](link)".
bool read_link(letter_block& to, std::string_view paragraph) {
    const auto middle = paragraph.find("](");
    if (!paragraph.starts_with('[') || !paragraph.ends_with(')') || middle == std::string_view::npos) return false;
    to.text = paragraph.substr(1, middle - 1);
    to.target = paragraph.substr(middle + 2, paragraph.size() - middle - 3);
    return true;
}

letter_block read_block(std::string_view paragraph, bool small) {
    letter_block b;
    if (paragraph.starts_with('?') || paragraph.starts_with('!')) {
        const auto space = std::min(paragraph.find(' '), paragraph.size() - 1);
        b.when = paragraph.substr(1, space - 1);
        b.when_not = paragraph.starts_with('!');
        paragraph.remove_prefix(space + 1);
    }
    const auto colon = paragraph.find(": {{");
    if (const bool is_link = read_link(b, paragraph); is_link || small) {
        b.form = small ? shape::small : shape::button;
        if (!is_link) b.text = paragraph;
    } else if (paragraph.starts_with("# ")) {
        b.form = shape::heading;
        b.text = paragraph.substr(2);
    } else if (paragraph.starts_with("- {{") && paragraph.ends_with("}}")) {
        b.form = shape::list;
        b.text = paragraph.substr(2);
    } else if (paragraph.starts_with("% {{") && paragraph.ends_with("}}")) {
        b.form = shape::markdown;
        b.text = paragraph.substr(2);
    } else if (paragraph.starts_with("= ") && colon != std::string_view::npos) {
        b.form = shape::figure;
        b.text = paragraph.substr(2, colon - 2);
        b.target = paragraph.substr(colon + 2);
    } else {
        b.text = paragraph;
    }
    return b;
}

std::string checked_link(std::string url) {
    if (!url.starts_with("https://") && !url.starts_with("http://"))
        throw std::logic_error("a letter links to something that is not a page");
    return url;
}

std::string link(const letter_block& b, const letter_values& values) { return checked_link(fill(b.target, values)); }

// The value of a block that is one variable and nothing else, with its lines.
const std::string& whole_value(const letter_block& b, const letter_values& values) {
    const auto found = values.find(b.text.substr(2, b.text.size() - 4));
    if (found == values.end()) throw std::logic_error("a letter needs the value " + b.text);
    return found->second;
}

// One for each line of the value: words, and behind a tab the address of a page if there is one.
std::vector<letter_html::item> items(const letter_block& b, const letter_values& values) {
    std::vector<letter_html::item> all;
    std::string_view left = whole_value(b, values);
    while (!left.empty()) {
        const auto line = left.substr(0, left.find('\n'));
        left.remove_prefix(std::min(line.size() + 1, left.size()));
        if (line.empty()) continue;
        const auto tab = std::min(line.find('\t'), line.size());
        letter_html::item one;
        one.words = one_line(std::string(line.substr(0, tab)));
        if (tab < line.size()) one.url = checked_link(one_line(std::string(line.substr(tab + 1))));
        all.push_back(std::move(one));
    }
    return all;
}

// Behind the subject in a list of letters: the first things that the letter says.
std::string preview_of(const letter_template& t, const letter_values& values) {
    std::string all;
    for (const auto& block : t.blocks) {
        if (block.form == shape::button || block.form == shape::small) break;
        if (block.form == shape::heading || is_left_out(block, values)) continue;
        if (block.form == shape::markdown) {
            all += render_markdown(whole_value(block, values)).text;
        } else if (block.form == shape::list) {
            for (const auto& each : items(block, values)) all += each.words + "; ";
        } else {
            all += fill(block.text, values);
            all += block.form == shape::figure ? ": " + fill(block.target, values) + ". " : " ";
        }
    }
    return first_code_points(trimmed(one_line(std::move(all))), preview_characters);
}

void add_html(letter_html& to, const letter_block& b, const letter_values& values) {
    if (b.form == shape::list) return to.list(items(b, values));
    const auto words = fill(b.text, values);
    switch (b.form) {
        case shape::heading: return to.heading(words);
        case shape::figure: return to.figure(words, fill(b.target, values));
        case shape::button: return to.button(words, link(b, values));
        case shape::small: return b.target.empty() ? to.small(words) : to.small_link(words, link(b, values));
        default: return to.paragraph(words);
    }
}

void add_text(std::string& to, const letter_block& b, const letter_values& values) {
    if (b.form == shape::list) {
        for (const auto& each : items(b, values)) {
            to += "- " + each.words + "\r\n";
            if (!each.url.empty()) to += "  " + each.url + "\r\n";
        }
        to += "\r\n";
        return;
    }
    to += fill(b.text, values);
    if (b.form == shape::figure) to += ": " + fill(b.target, values);
    else if (!b.target.empty()) to += ":\r\n" + link(b, values);
    to += "\r\n\r\n";
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
        if (!block.when.empty()) names.insert(block.when);
    }
    return names;
}

std::string list_line(std::string_view words, std::string_view url) {
    auto line = one_line(std::string(words));
    if (!url.empty()) line.append("\t").append(url);
    return line + "\n";
}

rendered_letter render(const letter_template& t, const letter_values& values, std::string_view language_code) {
    rendered_letter out;
    out.subject = fill(t.subject, values);
    letter_html html(language_code, out.subject, preview_of(t, values));
    bool ruled = false;
    for (const auto& block : t.blocks) {
        if (is_left_out(block, values)) continue;
        if (block.form == shape::small && !ruled) {
            out.text += "-- \r\n";
            ruled = true;
        }
        if (block.form == shape::markdown) {
            const auto forms = render_markdown(whole_value(block, values));
            html.ready(forms.html);
            out.text += forms.text;
            continue;
        }
        add_html(html, block, values);
        add_text(out.text, block, values);
    }
    out.html = html.finish();
    return out;
}

}  // namespace gavel::mail
