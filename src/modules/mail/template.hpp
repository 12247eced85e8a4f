// A letter's template: one source, from which both the text and the HTML form are made.
//
//   subject: Outbid: {{lot_title}}          first line
//                                           paragraphs are separated by empty lines
//   # {{lot_title}}                         a heading
//
//   Someone has offered more ...
//
//   = Price now: {{price}}                  a figure: what the letter is about, in large type
//
//   - {{items}}                             a list: one item for each line of the value, which may end with a tab and a link
//
//   [Bid again]({{lot_url}})                a paragraph of this shape is a button; in the small print a link
//
//   % {{body}}                              the value is Markdown (markdown.hpp)
//
//   ---                                     what follows is small print
//   You get this letter because ...
//
//   [Your choices]({{choices_url}})         a link, in small print
//
//   ?seller You listed this lot.            only if the value `seller` is not empty; !seller: only if it is
//
// {{name}} is the only thing that is replaced; values are escaped in HTML and may not begin a new line or header. A paragraph one of whose
// values is empty is left out: what is not known is not mentioned.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::mail {

using letter_values = std::map<std::string, std::string, std::less<>>;

struct letter_block {
    enum class shape { heading, paragraph, figure, list, button, markdown, small };
    shape form = shape::paragraph;
    std::string text;       // words of the block, label of a figure
    std::string target;     // link of a button, and of small print that is one; value of a figure
    std::string when;       // name of a value that must not be empty
    bool when_not = false;  // or must be
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

// One line of the value of a list. Never without: a title must not become a link.
std::string list_line(std::string_view words, std::string_view url = {});

// std::logic_error for a variable without a value or a link that is not http(s).
rendered_letter render(const letter_template& t, const letter_values& values, std::string_view language_code);

}  // namespace gavel::mail
