// What an operator writes to many, in Markdown: headings, paragraphs, lists, quotes, emphasis and links become both forms of a letter.
// Pictures and HTML are left out; what is too deep becomes plain paragraphs.
#pragma once
#include <string>
#include <string_view>

namespace gavel::mail {

struct markdown_forms {
    std::string text, html;  // the text with CRLF line ends; the HTML with its styles inline
};
markdown_forms render_markdown(std::string_view source);

}  // namespace gavel::mail
