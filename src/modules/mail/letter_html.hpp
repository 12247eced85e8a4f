// The look of a letter: one frame around everything we write, made for mail programs. Pure.
//
// Tables and inline styles, because that is what all of them understand; a style sheet only for what may be missing (dark colours, a narrow
// screen). No pictures and nothing loaded from elsewhere: a letter tells nobody that it was opened.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gavel::mail {

// Words are given as they are and escaped here; links are those of letter_template, which has checked them.
class letter_html {
public:
    // `preview`: what lists of letters show behind the subject.
    letter_html(std::string_view language_code, std::string_view title, std::string_view preview);

    struct item {
        std::string words, url;  // url may be empty
    };

    void heading(std::string_view words);
    void paragraph(std::string_view words);
    void figure(std::string_view label, std::string_view value);  // what the letter is about, in large type
    void list(const std::vector<item>& items);
    void ready(std::string_view html);  // made of words that somebody else has escaped
    void button(std::string_view words, std::string_view url);
    void small(std::string_view words);  // small print: below the card, and last
    void small_link(std::string_view words, std::string_view url);

    std::string finish();  // once

private:
    void end_card();

    std::string out_;
    bool in_card_ = true;
};

}  // namespace gavel::mail
