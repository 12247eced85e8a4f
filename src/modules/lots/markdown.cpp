#include "modules/lots/markdown.hpp"

#include "base/text.hpp"
#include "platform/markdown/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace gavel::lots {
namespace {

using markdown::walk;

void remove(cmark_node* node) {
    cmark_node_unlink(node);
    cmark_node_free(node);
}

// cmark writes a link without `rel`; a custom node carries our own tag instead. A link around nothing disappears.
void replace_link(cmark_node* link) {
    const auto url = markdown::link_address(link);
    auto* place = link;
    if (url && cmark_node_first_child(link) != nullptr) {
        place = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
        cmark_node_set_on_enter(place, fmt::format(R"(<a href="{}" rel="nofollow noopener ugc">)", escape_html(*url)).c_str());
        cmark_node_set_on_exit(place, "</a>");
        cmark_node_insert_before(link, place);
    }
    while (auto* child = cmark_node_first_child(link))
        place == link ? cmark_node_insert_before(link, child) : cmark_node_append_child(place, child);
    remove(link);
}

void make_safe(cmark_node* root) {
    std::vector<cmark_node*> unwanted, links;  // changed after the walk: the iterator does not survive its node
    int inside_image = 0;                      // what an image holds goes with it
    walk(root, [&](cmark_node* node, bool entering) {
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_IMAGE) {
            if (entering && inside_image == 0) unwanted.push_back(node);
            inside_image += entering ? 1 : -1;
        }
        if (!entering || inside_image > 0) return;
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) unwanted.push_back(node);
        if (type == CMARK_NODE_LINK) links.push_back(node);
        if (type == CMARK_NODE_HEADING) cmark_node_set_heading_level(node, std::min(cmark_node_get_heading_level(node) + 2, 6));
        if (type == CMARK_NODE_CODE_BLOCK) cmark_node_set_fence_info(node, "");
    });
    std::for_each(unwanted.begin(), unwanted.end(), remove);
    std::for_each(links.begin(), links.end(), replace_link);
}

std::string as_plain_paragraphs(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto end = text.find("\n\n");
        const auto paragraph = trimmed(text.substr(0, end));
        if (!paragraph.empty()) out += "<p>" + escape_html(paragraph) + "</p>\n";
        text = end == text.npos ? std::string_view{} : text.substr(end + 2);
    }
    return out;
}

std::string moment_label(instant t) {
    const auto text = format_instant(t);  // 2026-11-22T19:30:00.000Z
    return fmt::format("{}.{}.{}, {} UTC", text.substr(8, 2), text.substr(5, 2), text.substr(0, 4), text.substr(11, 5));
}

bool ends_a_word(cmark_node_type type) {
    return (type >= CMARK_NODE_FIRST_BLOCK && type <= CMARK_NODE_LAST_BLOCK) || type == CMARK_NODE_SOFTBREAK ||
           type == CMARK_NODE_LINEBREAK;
}

std::string on_one_line(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) out += c;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    }
    return trimmed(out);
}

}  // namespace

std::string render_markdown(std::string_view markdown) {
    const auto root = gavel::markdown::parse(markdown);
    if (!root || gavel::markdown::too_deep(root.get())) return as_plain_paragraphs(markdown);
    make_safe(root.get());
    const std::unique_ptr<char, gavel::markdown::release> text(cmark_render_html(root.get(), CMARK_OPT_DEFAULT));
    std::string html(text ? text.get() : "");
    return html.size() > html_bytes_max ? as_plain_paragraphs(markdown) : html;
}

std::string render_description(std::string_view markdown, const std::vector<addition>& additions) {
    auto html = render_markdown(markdown);
    for (const auto& each : additions)
        html += fmt::format("<hr />\n<p><time datetime=\"{}\">{}</time></p>\n{}", format_instant(each.added_at),
                            moment_label(each.added_at), render_markdown(each.text));
    return html;
}

std::string joined_description(std::string_view markdown, const std::vector<addition>& additions) {
    std::string text(markdown);
    for (const auto& each : additions) text += fmt::format("\n\n---\n\n{}\n\n{}", moment_label(each.added_at), each.text);
    return text;
}

std::string summary_of(std::string_view markdown) {
    const auto root = gavel::markdown::parse(markdown);
    if (!root) return {};
    std::string text;
    int inside_image = 0;
    walk(root.get(), [&](cmark_node* node, bool entering) {
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_IMAGE) inside_image += entering ? 1 : -1;
        if (entering && inside_image == 0 && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)) text += cmark_node_get_literal(node);
        if (ends_a_word(type)) text += ' ';
    });
    text = on_one_line(text);
    if (code_points(text) <= summary_max) return text;
    text = first_code_points(text, summary_max - 1);
    if (const auto space = text.rfind(' '); space != text.npos && space > text.size() / 2) text.resize(space);
    return text + "…";
}

}  // namespace gavel::lots
