// The server's half of an SMTP conversation (RFC 5321) without sockets: a line in, a reply out.
//
// Addresses at bounce.example are refused for good (550), those at later.example for now (451): a person can see what the product does
// then.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::sim {

inline constexpr std::size_t letter_bytes_max = 1024 * 1024;
inline constexpr std::size_t recipients_max = 100;

class smtp_dialogue {
public:
    using receiver = std::function<void(const std::string& to, const std::string& raw)>;  // once per recipient
    explicit smtp_dialogue(receiver deliver) : deliver_(std::move(deliver)) {}

    static std::string greeting() { return "220 gavel-sim\r\n"; }
    // `line` without its end. The reply, empty inside a letter.
    std::string take(std::string_view line);
    bool finished() const { return finished_; }  // after QUIT

private:
    std::string command(std::string_view line);
    std::string mail(std::string_view argument);
    std::string recipient(std::string_view argument);
    std::string content(std::string_view line);
    void reset();

    receiver deliver_;
    bool greeted_ = false, has_sender_ = false, in_letter_ = false, too_large_ = false, finished_ = false;
    std::vector<std::string> to_;
    std::string raw_;
};

}  // namespace gavel::sim
