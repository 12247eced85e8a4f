// One request as a handler sees it: already bounded, decoded and checked. Lives as long as the handler runs.
#pragma once
#include "base/error.hpp"
#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/role.hpp"
#include "platform/http/header_table.hpp"
#include "platform/runtime/deadline.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::http {

class body_reader;  // body_reader.hpp

enum class method { get, head, post, put, patch, del };

// Who is asking, as the authenticator of the accounts module found out.
struct principal {
    account_id account;
    session_id session;
    gavel::role role = gavel::role::member;

    bool moderates() const { return role != gavel::role::member; }
};

using path_parameters = std::vector<std::pair<std::string_view, std::string>>;

// Thrown where a handler reads what it needs; the session answers with the problem.
class refusal {
public:
    explicit refusal(gavel::error e) : why(std::move(e)) {}
    gavel::error why;
};

// Throws refusal(invalid_input) for one field, header or query parameter at fault.
[[noreturn]] void refuse_field(std::string_view field, std::string_view code, boost::json::object more = {});

class request {
public:
    http::method method = method::get;
    std::string path;                  // decoded, without query
    std::string target;                // as sent: path and query
    std::string client_address;        // after trusted-proxy handling
    std::string origin;                // scheme://host the visitor used (X-Forwarded-Proto/Host only from trusted proxies)
    bool secure = false;               // the visitor's connection is TLS
    std::string id;                    // request id, also in the answer and the logs
    std::string body;                  // empty when the route reads `content`
    body_reader* content = nullptr;    // only with route_options::streamed_body
    runtime::deadline until{};         // every wait on behalf of this request ends here
    std::optional<principal> who;      // set before the handler runs when the route wants it
    language lang = default_language;  // Accept-Language

    std::string_view param(std::string_view name) const;  // path parameter; must be in the pattern
    std::optional<std::string_view> header(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;
    std::optional<std::string_view> query(std::string_view name) const;  // decoded; refuses a name given twice

    template <class Id>
    Id path_id(std::string_view name) const {  // throws refusal(not_found)
        if (const auto parsed = Id::parse(param(name))) return *parsed;
        throw_not_found();
    }
    account_id require_account() const;       // throws refusal(sign_in_required)
    account_id require_moderator() const;     // throws refusal(sign_in_required, moderators_only)
    account_id require_host() const;          // throws refusal(sign_in_required, operators_only)
    std::string idempotency_key() const;      // lower-case UUID; throws refusal(invalid_input)
    boost::json::object json_object() const;  // throws refusal: not JSON, too deep, duplicate member, not an object, broken UTF-8
    std::int64_t query_integer(std::string_view name, std::int64_t min, std::int64_t max, std::int64_t otherwise) const;  // throws refusal
    // "7,9,12": each id once, in the order given; none if the parameter is absent. Throws refusal: malformed, more than `most`.
    template <class Id>
    std::vector<Id> query_ids(std::string_view name, std::size_t most) const {
        std::vector<Id> ids;
        for (const auto key : query_keys(name, most)) ids.push_back(Id{key});
        return ids;
    }

    header_table headers;                                      // tests fill it with headers.add("cookie", "...")
    std::vector<std::pair<std::string, std::string>> queries;  // decoded, in order
    path_parameters params;                                    // decoded

private:
    [[noreturn]] static void throw_not_found();
    std::vector<std::int64_t> query_keys(std::string_view name, std::size_t most) const;
};

}  // namespace gavel::http
