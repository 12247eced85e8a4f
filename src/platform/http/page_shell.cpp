#include "platform/http/page_shell.hpp"

#include "platform/http/compress.hpp"
#include "platform/http/content_policy.hpp"
#include "platform/http/encoding.hpp"

#include <algorithm>
#include <stdexcept>

namespace gavel::http {

namespace {

constexpr int page_gzip_level = 1;
constexpr std::size_t page_compressed_from = 1024;

// Takes everything up to and including `landmark` (or up to it) off the front of `rest`.
std::string take_through(std::string_view& rest, std::string_view landmark, bool including) {
    const auto at = rest.find(landmark);
    if (at == std::string_view::npos) throw std::invalid_argument("index.html has no " + std::string(landmark));
    const auto size = at + (including ? landmark.size() : 0);
    std::string part(rest.substr(0, size));
    rest.remove_prefix(size);
    return part;
}

// "<" inside JSON text can only stand in strings; written as an escape it cannot end the script element.
void append_json_for_script(std::string& out, std::string_view json) {
    for (const char c : json) {
        if (c == '<') out.append("\\u003c");
        else out.push_back(c);
    }
}

}  // namespace

page_shell::page_shell(std::string_view index_html, const other_sources& elsewhere) : policy_(content_policy(index_html, elsewhere)) {
    auto rest = index_html;
    before_lang_ = take_through(rest, "<html", true);
    // The generated tag may carry a language of its own; ours replaces it.
    auto attributes = take_through(rest, ">", true);
    if (const auto at = attributes.find(" lang="); at != std::string::npos) {
        auto end = attributes.find_first_of(" >", at + 1);
        if (attributes[at + 6] == '"') end = attributes.find('"', at + 7) + 1;
        attributes.erase(at, end - at);
    }
    // A page's own head comes before the files of the program: what it asks for is asked for first.
    const auto first_file = std::min(rest.find("<link "), rest.find("<script"));
    if (const auto head_end = rest.find("</head>"); first_file < head_end && head_end != std::string_view::npos) {
        before_head_ = attributes.append(rest.substr(0, first_file));
        rest.remove_prefix(first_file);
    } else {
        before_head_ = attributes.append(take_through(rest, "</head>", false));
    }
    before_body_ = take_through(rest, "<div id=\"__nuxt\"", true);
    before_body_ += take_through(rest, ">", true);  // the generator puts a class on it
    const auto last = rest.rfind("</body>");
    if (last == std::string_view::npos) throw std::invalid_argument("index.html has no </body>");
    before_data_ = rest.substr(0, last);
    rest_ = rest.substr(last);
}

reply page_shell::render(const request& r, page p) const {
    const auto lang = to_string(p.lang);
    std::string text;
    text.reserve(before_lang_.size() + before_head_.size() + before_body_.size() + before_data_.size() + rest_.size() + p.head.size() +
                 p.body.size() + p.data.size() + 128);
    text.append(before_lang_).append(" lang=\"").append(lang).append("\"").append(before_head_).append(p.head);
    text.append(before_body_).append(p.body).append(before_data_);
    if (!p.data.empty()) {
        text.append(R"(<script type="application/json" id="gavel-data">)");
        append_json_for_script(text, p.data);
        text.append("</script>");
    }
    text.append(rest_);

    auto etag = "W/" + etag_of(text);
    auto full = html(std::move(text), p.status);
    full.with("Cache-Control", "no-cache").with("Vary", "Accept-Encoding, Cookie").with("Content-Language", std::string(lang));
    full.with("Content-Security-Policy", policy_);
    if (p.status != 200) return full;
    auto answered = conditional(r, std::move(etag), std::move(full));
    if (answered.body.size() >= page_compressed_from && accepted_encodings(r.header("accept-encoding").value_or(std::string_view{})).gzip) {
        answered.body = gzip(answered.body, page_gzip_level);
        answered.with("Content-Encoding", "gzip");
    }
    return answered;
}

}  // namespace gavel::http
