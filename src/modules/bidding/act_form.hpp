// How the routes of commands read a request and answer it.
#pragma once
#include "modules/bidding/acts.hpp"
#include "platform/http/form.hpp"
#include "platform/http/reply.hpp"
#include "platform/http/request.hpp"

#include <span>
#include <string_view>

namespace gavel::bidding {

// The lot in the path, the account, its role and the key. Throws http::refusal.
command command_of(const http::request& r);

// The member `reason`, one of `allowed`. At fault: any of them, and f.finish() will throw.
act_reason read_reason(http::form& f, std::span<const std::string_view> allowed);

// A body that has nothing else.
act_reason read_only_reason(const http::request& r, std::span<const std::string_view> allowed);

http::reply act_reply(const http::request& r, const result<command_result>& done, int status = 201);

}  // namespace gavel::bidding
