#include "platform/google/api.hpp"

#include "platform/google/pace.hpp"
#include "platform/google/pause.hpp"

namespace gavel::google {

std::optional<std::chrono::seconds> wanted_pause(const http_client::response& answer) {
    const auto value = answer.header_of("retry-after");
    return value ? read_retry_after(*value) : std::nullopt;
}

awaitable<http_client::response> api::once(http_client::request r, deadline until) {
    used_ = co_await who_.take(until, pause_);
    r.headers.emplace_back("Authorization", "Bearer " + used_);
    co_return co_await web_.send(std::move(r), until);
}

awaitable<http_client::response> api::send(http_client::request r, deadline until) {
    bool renewed = false;
    for (int attempt = 1;; ++attempt) {
        verdict v;
        std::optional<std::chrono::seconds> at_least;
        auto again = r;
        try {
            auto answer = co_await once(std::move(again), until);
            v = judge(answer.status, answer.body);
            if (v.helps == remedy::nothing) co_return answer;
            at_least = wanted_pause(answer);
        } catch (const http_client::failure& e) {
            v = verdict(remedy::wait, unreached(e), 0);
        }
        if (v.helps == remedy::renew && !renewed) {
            renewed = true;
            forget_token();
            continue;
        }
        if (v.helps != remedy::wait || attempt >= attempts_max) throw failure(std::move(v));
        co_await rest(attempt, pause_, at_least, until, v);
    }
}

}  // namespace gavel::google
