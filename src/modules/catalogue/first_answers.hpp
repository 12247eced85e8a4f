// The first data of a page: the answers of the GETs the application would make, asked of the same routes inside the process.
#pragma once
#include "platform/http/request.hpp"
#include "platform/http/router.hpp"

#include <boost/asio/awaitable.hpp>

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::catalogue {

using boost::asio::awaitable;
using query_pairs = std::vector<std::pair<std::string, std::string>>;

// As URLSearchParams writes it: "?q=a+b&condition=new%2Cgood"; empty for no pairs.
std::string query_text(const query_pairs& pairs);

class first_answers {
public:
    // Both live as long as this; `page` is the visitor's request with `who` already found out.
    first_answers(const http::router& api, const http::request& page, language lang) : api_(api), page_(page), lang_(lang) {}

    // Asks GET /api/v1`path` and keeps a 200. Nothing when the route refuses, needs somebody signed in, or its data cannot be reached: the
    // application will then ask by itself. The text returned lives in this object.
    awaitable<std::optional<std::string_view>> ask(std::string path, query_pairs query = {});

    void add(std::string_view path, std::string_view json);  // an answer at hand
    bool failed() const { return failed_; }                  // some data could not be reached

    std::string json() const;  // {"/api/v1/lots/7": {...}, ..., "server_time": "..."}

private:
    const http::router& api_;
    const http::request& page_;
    language lang_;
    std::deque<std::pair<std::string, std::string>> answers_;  // a deque: texts handed out stay where they are
    bool failed_ = false;
};

}  // namespace gavel::catalogue
