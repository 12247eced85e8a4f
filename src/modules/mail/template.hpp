// A letter's template: one source, from which both the text and the HTML form are made.
//
//   subject: Outbid: {{lot_title}}          first line
//                                           paragraphs are separated by empty lines
//   # {{lot_title}}                         a heading
//
//   Someone has offered more ...
//
//   [Bid again]({{lot_url}})                a paragraph of this shape is a button
//
//   ---                                     what follows is small print
//   You get this letter because ...
//
// {{name}} is the only thing that is replaced; values are escaped in HTML and may not begin a new line or header.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::mail {

using letter_values = std::map<std::string, std::string, std::less<>>;

struct letter_block {
    enum class shape { heading, paragraph, button, small };
    shape form = shape::paragraph;
    std::string text;    // words of the block
    std::string target;  // button: its link
};

struct letter_template {
    std::string subject;
    std::vector<letter_block> blocks;
};

struct rendered_letter {
    std::string subject, text, html;
};

// std::logic_error when the source is not of the shape above (our bug, found by the tests).
letter_template parse_template(std::string_view source);
std::set<std::string> variables_of(const letter_template& t);

// std::logic_error for a variable without a value or a link that is not http(s).
rendered_letter render(const letter_template& t, const letter_values& values, std::string_view language_code);

}  // namespace gavel::mail
