// What an answer of Google means, and what helps. Pure.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

namespace gavel::google {

enum class remedy {
    nothing,   // it is a good answer
    renew,     // another access token, once
    wait,      // rate limits and passing trouble: the same again later
    next_day,  // the 750 GB of 24 hours, or the calls of a day, are used up
    room,      // the storage is full
    settings,  // a person must mend something: rights, scopes, the project
    cleaning,  // the folder or drive has too many items
    gone,      // no such file or session, or not visible with this scope
    taken,     // the id is used: the file was created before
    reread,    // what we know of the file is out of date
    defect,    // our request is wrong
};

// Has a constructor on purpose: it passes through co_await (docs/develop/compiler-traps.md).
class verdict {
public:
    verdict() {}
    verdict(remedy r, std::string why, int http_status) : helps(r), reason(std::move(why)), status(http_status) {}

    remedy helps = remedy::nothing;
    std::string reason;  // Google's word for it, "userRateLimitExceeded"; or status_502
    int status = 0;
    std::string detail;  // for service accounts without storage: tells them from a full disk
};

// The reason of an upload that must begin anew from its first byte.
inline constexpr std::string_view session_lost = "session_lost";

verdict judge(int status, std::string_view body);          // of the Drive API
verdict judge_sign_in(int status, std::string_view body);  // of the addresses that give tokens and codes

// One or two sentences for the operator: what is wrong and what to do.
std::string advice(const verdict& v);

class failure : public std::runtime_error {
public:
    explicit failure(verdict v) : std::runtime_error(advice(v)), why(std::move(v)) {}
    verdict why;
};

}  // namespace gavel::google
