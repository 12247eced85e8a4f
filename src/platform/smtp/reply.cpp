#include "platform/smtp/reply.hpp"

#include "base/text.hpp"
#include "platform/smtp/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace gavel::smtp {
namespace {

constexpr std::size_t words_bytes_max = 2000;

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> all) { return std::ranges::find(all, value) != all.end(); }

bool speaks_of_a_daily_limit(const std::string& words) {
    return words.find("daily") != std::string::npos || words.find("sending limit") != std::string::npos ||
           words.find("relay limit") != std::string::npos;
}

verdict of_no_refusal(stage at) {
    if (at == stage::content) return verdict::unknown;
    return at == stage::connect || at == stage::sign_in ? verdict::unreachable : verdict::temporary;
}

verdict of_sign_in(const reply& r) {
    if (r.code >= 400 && r.code < 500) return verdict::busy_login;
    return r.code == 530 || r.code == 538 ? verdict::setup : verdict::credentials;  // 334: its complaint about a token
}

verdict of_passing(stage at, const reply& r) {
    if (r.status == "4.7.28" || (r.code == 421 && r.status == "4.7.0")) return verdict::throttled;
    if (r.code == 454) return at == stage::connect ? verdict::unreachable : verdict::busy_login;  // TLS or sign-in, not now
    if (at == stage::connect) return verdict::unreachable;
    return verdict::temporary;
}

verdict of_final(stage at, const reply& r) {
    if (r.code == 530 || r.code == 538 || is_one_of(r.status, {"5.7.9", "5.7.11"})) return verdict::setup;
    if (r.code == 535 || r.code == 534) return verdict::credentials;
    if (at == stage::connect) return verdict::unreachable;  // "554 no service here"
    if (r.code == 552) return verdict::rejected;            // full, too large, forbidden content
    if (r.status == "5.1.7" || r.status == "5.1.8") return verdict::setup;
    if (at == stage::recipient && (r.status.starts_with("5.1.") || r.status == "5.2.1")) return verdict::bad_address;
    if (r.status.starts_with("5.7.")) return verdict::policy;
    return at == stage::sender ? verdict::setup : verdict::rejected;
}

}  // namespace

verdict classify(stage at, const reply& last) {
    if (at == stage::sign_in && last.code >= 300) return of_sign_in(last);
    if (last.code < 400) return of_no_refusal(at);
    const auto words = in_lower_case(last.words);
    if (last.status == "5.4.5" || (last.code >= 500 && speaks_of_a_daily_limit(words))) return verdict::quota;
    return last.code < 500 ? of_passing(at, last) : of_final(at, last);
}

void reply_reader::take(std::string_view line) {
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    int code = 0;
    const auto* digits_end = line.data() + std::min<std::size_t>(3, line.size());
    const auto [end, fault] = std::from_chars(line.data(), digits_end, code);
    if (fault != std::errc() || end != line.data() + 3) return;  // not a line of a reply
    auto words = line.substr(std::min<std::size_t>(4, line.size()));
    if (!open_ || code != last_.code) last_ = reply();
    last_.code = code;
    open_ = line.size() > 3 && line[3] == '-';

    const auto status_end = std::min(words.find(' '), words.size());
    const auto status = words.substr(0, status_end);
    const bool enhanced = status.size() >= 5 && status.size() <= 9 && status[1] == '.' && status[0] == line[0] &&
                          std::ranges::all_of(status, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
    if (enhanced) {
        last_.status = status;
        words.remove_prefix(std::min(status_end + 1, words.size()));
    }
    if (!last_.words.empty()) last_.words += ' ';
    last_.words += words.substr(0, words_bytes_max - std::min(words_bytes_max, last_.words.size()));
}

}  // namespace gavel::smtp
