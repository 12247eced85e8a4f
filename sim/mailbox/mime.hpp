// Reads a letter well enough to show it: headers (RFC 2047), multipart bodies, base64 and quoted-printable.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gavel::sim {

struct letter {
    std::string from, to, subject, date, message_id;  // decoded
    std::string text, html;                           // decoded bodies, UTF-8
    std::vector<std::string> links;                   // http(s) addresses in order of appearance, each once
};

// Never fails: what cannot be decoded stays as it came.
letter read_letter(std::string_view raw);

std::string decode_words(std::string_view header);  // =?UTF-8?B?...?= and =?...?Q?...?=
std::string decode_base64(std::string_view text);   // ignores what is not of its alphabet
std::string decode_quoted_printable(std::string_view text);
std::vector<std::string> find_links(std::string_view text);

}  // namespace gavel::sim
