// What a mail server's answer means for the letter, its reader and the whole account. Pure.
#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace gavel::smtp {

// How far a conversation came: the last thing that was said to the server.
enum class stage {
    connect,  // nothing yet, or EHLO and STARTTLS
    sign_in,
    sender,     // MAIL
    recipient,  // RCPT
    announced,  // DATA, not answered with 354
    content,    // the letter itself is on its way or there
};

// A whole reply, its lines joined; code 0: none came.
struct reply {
    int code = 0;
    std::string status;  // enhanced code, "5.1.1"; empty if the server gives none
    std::string words;   // may name people: never for logs
};

enum class verdict {
    accepted,
    temporary,    // this letter, later
    unknown,      // lost after the letter was on its way: repeat with the same Message-ID
    unreachable,  // no server, or none that talks: the account, soon again
    throttled,    // the server wants fewer letters from this account: pause and slow down
    busy_login,   // it wants fewer sign-ins: pause; says nothing about the password
    quota,        // the account's letters of a day are used up: nobody's fault
    credentials,  // it refused our name and password or token
    setup,        // our encryption, sign-in or sender address is not what it wants: for the operator
    policy,       // it distrusts what we send: stop what is not personal
    bad_address,  // nobody reads there: never again
    rejected,     // this letter, for good
};
inline constexpr std::array<std::string_view, 12> verdict_names{"accepted",  "temporary",  "unknown",     "unreachable",
                                                                "throttled", "busy_login", "quota",       "credentials",
                                                                "setup",     "policy",     "bad_address", "rejected"};
constexpr std::string_view to_string(verdict v) { return verdict_names[static_cast<std::size_t>(v)]; }

// By the enhanced code first, by the words second, by the three digits last. A 2xx or 3xx reply, or none, means that the connection ended
// there.
verdict classify(stage at, const reply& last);

// Joins the lines of replies as they arrive: "550-5.7.26 This mail", "550 5.7.26 is not signed".
class reply_reader {
public:
    void take(std::string_view line);
    const reply& last() const { return last_; }

private:
    reply last_;
    bool open_ = false;  // more lines of it follow
};

}  // namespace gavel::smtp
