#include "sim/mailbox/smtp_dialogue.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace gavel::sim {
namespace {

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

// "FROM:<a@b> SIZE=1" -> "a@b"; nothing if it is not of that form.
std::optional<std::string> address_in(std::string_view argument, std::string_view word) {
    if (!upper(argument).starts_with(word)) return std::nullopt;
    const auto rest = trimmed(argument.substr(word.size()));
    const auto close = rest.find('>');
    if (!rest.starts_with('<') || close == std::string::npos) return std::nullopt;
    return rest.substr(1, close - 1);
}

std::size_t announced_size(std::string_view argument) {
    const auto all = upper(argument);
    const auto at = all.find(" SIZE=");
    std::size_t size = 0;
    if (at != std::string::npos) std::from_chars(all.data() + at + 6, all.data() + all.size(), size);
    return size;
}

constexpr auto ok = "250 2.0.0 ok\r\n";
constexpr auto out_of_order = "503 5.5.1 not now\r\n";
constexpr auto malformed = "501 5.5.4 malformed\r\n";
constexpr auto too_large = "552 5.3.4 too large\r\n";

}  // namespace

void smtp_dialogue::reset() {
    has_sender_ = in_letter_ = too_large_ = false;
    to_.clear();
    raw_.clear();
}

std::string smtp_dialogue::take(std::string_view line) { return in_letter_ ? content(line) : command(line); }

std::string smtp_dialogue::command(std::string_view line) {
    const auto space = std::min(line.find(' '), line.size());
    const auto verb = upper(line.substr(0, space));
    const auto argument = line.substr(std::min(space + 1, line.size()));
    if (verb == "EHLO" || verb == "HELO") {
        reset();
        greeted_ = true;
        if (verb == "HELO") return "250 gavel-sim\r\n";
        return "250-gavel-sim\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE " + std::to_string(letter_bytes_max) + "\r\n";
    }
    if (verb == "QUIT") {
        finished_ = true;
        return "221 2.0.0 bye\r\n";
    }
    if (verb == "NOOP") return ok;
    if (verb == "RSET") {
        reset();
        return ok;
    }
    if (verb == "MAIL") return mail(argument);
    if (verb == "RCPT") return recipient(argument);
    if (verb == "DATA") {
        if (to_.empty()) return out_of_order;
        in_letter_ = true;
        return "354 end with a single dot\r\n";
    }
    return "502 5.5.2 unknown command\r\n";
}

std::string smtp_dialogue::mail(std::string_view argument) {
    if (!greeted_ || has_sender_) return out_of_order;
    if (!address_in(argument, "FROM:")) return malformed;
    if (announced_size(argument) > letter_bytes_max) return too_large;
    has_sender_ = true;
    return ok;
}

std::string smtp_dialogue::recipient(std::string_view argument) {
    if (!has_sender_) return out_of_order;
    const auto address = address_in(argument, "TO:");
    if (!address || address->find('@') == std::string::npos) return malformed;
    if (address->ends_with("@bounce.example")) return "550 5.1.1 no such mailbox\r\n";
    if (address->ends_with("@later.example")) return "451 4.3.0 try again later\r\n";
    if (to_.size() >= recipients_max) return "452 4.5.3 too many recipients\r\n";
    to_.push_back(*address);
    return ok;
}

std::string smtp_dialogue::content(std::string_view line) {
    if (line != ".") {
        if (line.starts_with('.')) line.remove_prefix(1);  // the sender doubled it
        too_large_ = too_large_ || raw_.size() + line.size() + 2 > letter_bytes_max;
        if (!too_large_) raw_.append(line).append("\r\n");
        return {};
    }
    const bool refused = too_large_;
    if (!refused)
        for (const auto& to : to_) deliver_(to, raw_);
    reset();
    return refused ? too_large : "250 2.0.0 kept\r\n";
}

}  // namespace gavel::sim
