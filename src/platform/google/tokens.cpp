#include "platform/google/tokens.hpp"

#include "base/time.hpp"
#include "platform/google/pace.hpp"
#include "platform/google/pause.hpp"
#include "platform/google/wire.hpp"

#include <algorithm>

namespace gavel::google {
namespace {

constexpr std::size_t answer_bytes_max = 64 * 1024, token_bytes_max = 8192;

bool is_token(std::string_view token) {
    return !token.empty() && token.size() <= token_bytes_max &&
           std::ranges::all_of(token, [](unsigned char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

std::string tokens::form() const {
    pairs fields;
    if (who_.robot) {
        const auto now_s = std::chrono::duration_cast<std::chrono::seconds>(server_now().time_since_epoch()).count();
        fields.emplace_back("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        fields.emplace_back("assertion", assertion(*who_.robot, who_.scope, who_.subject, now_s));
        return encoded(fields);
    }
    fields.emplace_back("grant_type", "refresh_token");
    fields.emplace_back("refresh_token", who_.refresh_token);
    fields.emplace_back("client_id", who_.client_id);
    if (!who_.client_secret.empty()) fields.emplace_back("client_secret", who_.client_secret);
    return encoded(fields);
}

awaitable<std::string> tokens::take(deadline until, std::chrono::milliseconds pause) {
    if (!kept_.empty() && std::chrono::steady_clock::now() < good_until_) co_return kept_;
    for (int attempt = 1;; ++attempt) {
        http_client::request ask("POST", who_.robot ? who_.robot->token_url : who_.token_url);
        ask.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        ask.body = std::make_shared<const std::string>(form());
        ask.answer_bytes_max = answer_bytes_max;
        const auto asked_at = std::chrono::steady_clock::now();
        verdict v;
        try {
            const auto answer = co_await web_.send(std::move(ask), until);
            v = judge_sign_in(answer.status, answer.body);
            if (v.helps == remedy::nothing) {
                const auto o = object_of(answer.body);
                kept_ = text_of(o, "access_token");
                good_until_ = asked_at + std::chrono::seconds(std::min<std::uint64_t>(number_of(o, "expires_in"), 86'400)) - renewed_before;
                if (is_token(kept_)) co_return kept_;
                kept_.clear();
                v = verdict(remedy::defect, "malformed_answer", answer.status);
            }
        } catch (const http_client::failure& e) {
            v = verdict(remedy::wait, unreached(e), 0);
        }
        if (v.helps != remedy::wait || attempt >= attempts_max) throw failure(std::move(v));
        co_await rest(attempt, pause, std::nullopt, until, v);
    }
}

void tokens::forget(const std::string& token) {
    if (kept_ == token) kept_.clear();
}

}  // namespace gavel::google
