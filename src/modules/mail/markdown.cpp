#include "modules/mail/markdown.hpp"

#include "base/text.hpp"
#include "platform/markdown/document.hpp"

#include <string>
#include <vector>

namespace gavel::mail {
namespace {

constexpr std::string_view link_style = "color:#0f5c46";

std::string tag(std::string_view name, std::string_view style) {
    return "<" + std::string(name) + " style=\"" + std::string(style) + "\">";
}

bool is_tight(cmark_node* paragraph) {
    auto* item = cmark_node_parent(paragraph);
    auto* list = item ? cmark_node_parent(item) : nullptr;
    return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list) != 0;
}

// Both forms grow side by side while the tree is walked.
class forms_writer {
public:
    void visit(cmark_node* node, bool entering) {
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_IMAGE) inside_image_ += entering ? 1 : -1;
        if (inside_image_ > 0 || type == CMARK_NODE_IMAGE) return;
        switch (type) {
            case CMARK_NODE_PARAGRAPH: paragraph(node, entering); break;
            case CMARK_NODE_HEADING: heading(entering); break;
            case CMARK_NODE_LIST: list(node, entering); break;
            case CMARK_NODE_ITEM: item(entering); break;
            case CMARK_NODE_BLOCK_QUOTE: quote(entering); break;
            case CMARK_NODE_THEMATIC_BREAK: rule(); break;
            case CMARK_NODE_CODE_BLOCK: code_block(node); break;
            default: inline_piece(node, type, entering);
        }
    }
    markdown_forms take() { return std::move(out_); }

private:
    void words(std::string_view literal) {
        out_.html += escape_html(literal);
        out_.text += literal;
    }
    void begin_line() { out_.text += margin_; }
    void end_block() { out_.text += lists_.empty() ? "\r\n\r\n" : "\r\n"; }

    void paragraph(cmark_node* node, bool entering) {
        const bool bare = is_tight(node);
        if (entering && !after_bullet_) begin_line();
        after_bullet_ = false;
        if (!bare) out_.html += entering ? tag("p", "margin:0 0 16px") : "</p>\n";
        if (!entering) end_block();
    }
    void heading(bool entering) {
        out_.html += entering ? tag("h2", "margin:24px 0 8px;font-size:19px;line-height:26px") : "</h2>\n";
        if (entering) begin_line();
        else end_block();
    }
    void list(cmark_node* node, bool entering) {
        const bool numbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
        const std::string_view name = numbered ? "ol" : "ul";
        if (entering) {
            out_.html += tag(name, "margin:0 0 16px;padding:0 0 0 20px") + "\n";
            lists_.push_back(numbered ? cmark_node_get_list_start(node) : -1);
            return;
        }
        out_.html += "</" + std::string(name) + ">\n";
        lists_.pop_back();
        if (lists_.empty()) out_.text += "\r\n";
    }
    void item(bool entering) {
        out_.html += entering ? tag("li", "margin:0 0 6px") : "</li>\n";
        after_bullet_ = entering;
        if (!entering) {
            margin_.resize(margin_.size() - 2);
            return;
        }
        begin_line();
        auto& number = lists_.back();
        out_.text += number < 0 ? "- " : std::to_string(number++) + ". ";
        margin_ += "  ";
    }
    void quote(bool entering) {
        out_.html += entering ? tag("blockquote", "margin:0 0 16px;padding:0 0 0 14px;border-left:3px solid #d6cfc2") : "</blockquote>\n";
        if (entering) margin_ += "> ";
        else margin_.resize(margin_.size() - 2);
    }
    void rule() {
        out_.html += "<hr style=\"border:0;border-top:1px solid #e3dfd6;margin:24px 0\">\n";
        out_.text += margin_ + "* * *\r\n\r\n";
    }
    void code_block(cmark_node* node) {
        out_.html += tag("pre", "margin:0 0 16px;white-space:pre-wrap");
        begin_line();
        std::string_view left = cmark_node_get_literal(node);
        while (!left.empty()) {
            const auto end = left.find('\n');
            words(left.substr(0, end));
            left.remove_prefix(end == left.npos ? left.size() : end + 1);
            if (!left.empty()) new_line("\n");
        }
        out_.html += "</pre>\n";
        end_block();
    }
    void new_line(std::string_view html) {
        out_.html += html;
        out_.text += "\r\n" + margin_;
    }
    void link(cmark_node* node, bool entering) {
        const auto address = markdown::link_address(node);
        if (!address || !cmark_node_first_child(node)) return;
        if (entering) {
            out_.html += "<a href=\"" + escape_html(*address) + "\" style=\"" + std::string(link_style) + "\">";
            link_begins_ = out_.text.size();
            return;
        }
        out_.html += "</a>";
        if (out_.text.substr(link_begins_) != *address) out_.text += " (" + *address + ")";
    }
    void inline_piece(cmark_node* node, cmark_node_type type, bool entering) {
        switch (type) {
            case CMARK_NODE_TEXT: words(cmark_node_get_literal(node)); break;
            case CMARK_NODE_CODE:
                out_.html += "<code>";
                words(cmark_node_get_literal(node));
                out_.html += "</code>";
                break;
            case CMARK_NODE_SOFTBREAK: new_line("\n"); break;
            case CMARK_NODE_LINEBREAK: new_line("<br>\n"); break;
            case CMARK_NODE_EMPH: out_.html += entering ? "<em>" : "</em>"; break;
            case CMARK_NODE_STRONG: out_.html += entering ? "<strong>" : "</strong>"; break;
            case CMARK_NODE_LINK: link(node, entering); break;
            default: break;  // HTML
        }
    }

    markdown_forms out_;
    std::string margin_;      // of every line of the text
    std::vector<int> lists_;  // the next number of each; -1: bullets
    std::size_t link_begins_ = 0;
    int inside_image_ = 0;
    bool after_bullet_ = false;
};

markdown_forms plain_forms(std::string_view source) {
    markdown_forms plain;
    while (!source.empty()) {
        const auto end = source.find("\n\n");
        const auto paragraph = trimmed(source.substr(0, end));
        if (!paragraph.empty()) {
            plain.html += tag("p", "margin:0 0 16px") + escape_html(paragraph) + "</p>\n";
            plain.text += paragraph + "\r\n\r\n";
        }
        source = end == source.npos ? std::string_view() : source.substr(end + 2);
    }
    return plain;
}

}  // namespace

markdown_forms render_markdown(std::string_view source) {
    const auto root = markdown::parse(source);
    if (!root || markdown::too_deep(root.get())) return plain_forms(source);
    forms_writer writer;
    markdown::walk(root.get(), [&](cmark_node* node, bool entering) { writer.visit(node, entering); });
    return writer.take();
}

}  // namespace gavel::mail
