// index.html of the web application, cut into parts once, so that a page with its own head, plain content and first data is put together
// quickly.
#pragma once
#include "base/language.hpp"
#include "platform/http/content_policy.hpp"
#include "platform/http/reply.hpp"
#include "platform/http/request.hpp"

#include <string>
#include <string_view>

namespace gavel::http {

// What differs between pages. All of it is markup made by the caller, who escapes.
struct page {
    language lang = default_language;
    std::string head;  // <title>, <meta>, <link>, JSON-LD; goes before the files of the program
    std::string body;  // plain content shown until the application mounts; goes inside <div id="__nuxt">
    std::string data;  // JSON object text of first answers; becomes <script type="application/json" id="gavel-data">
    int status = 200;
};

class page_shell {
public:
    // Throws std::invalid_argument naming the landmark (<html>, </head>, <div id="__nuxt">, </body>) that the text lacks.
    explicit page_shell(std::string_view index_html, const other_sources& elsewhere = {});

    // `Cache-Control: no-cache`, ETag (304 when the visitor has the same), Content-Security-Policy, gzip where accepted.
    reply render(const request& r, page p) const;

    const std::string& content_security_policy() const { return policy_; }

private:
    std::string before_lang_, before_head_, before_body_, before_data_, rest_;
    std::string policy_;
};

}  // namespace gavel::http
