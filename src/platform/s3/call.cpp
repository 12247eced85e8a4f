// How a request reaches the store: signed, bounded, repeated while that may help.
#include "base/random.hpp"
#include "platform/observe/log.hpp"
#include "platform/s3/client.hpp"
#include "platform/s3/error.hpp"
#include "platform/s3/operation.hpp"
#include "platform/s3/retry.hpp"

#include <fmt/format.h>

#include <random>

namespace gavel::s3 {

namespace {

double random_fraction() {
    static thread_local std::minstd_rand source{std::random_device{}()};
    return std::uniform_real_distribution(0.0, 1.0)(source);
}

std::chrono::sys_seconds now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

// The code of a refusal; HEAD has none.
std::string code_of(const http_client::response& answer) {
    const auto said = read_fault(answer.body);
    return said ? said->code : std::string();
}

std::string sentence(const operation& what, int status, const std::string& code) {
    return fmt::format("it answered {} with {}{}{}", what.name, status, code.empty() ? "" : " ", code);
}

std::string sentence(const operation& what, const place& at, const options& chosen, const http_client::failure& e) {
    using reason = http_client::failure::reason;
    switch (e.why) {
        case reason::unreachable: return fmt::format("{} cannot be reached ({})", at.origin(), e.what());
        case reason::untrusted:
            return fmt::format("the certificate of {} is not trusted ({}); {}ca_file may name its authority", at.origin(), e.what(),
                               chosen.prefix);
        case reason::too_slow: return fmt::format("{} did not answer {} in time", at.origin(), what.name);
        case reason::too_large: return fmt::format("it answered {} with more than was asked for", what.name);
        case reason::broken_off: return fmt::format("the connection ended in the middle of {} ({})", what.name, e.what());
    }
    return e.what();
}

}  // namespace

awaitable<http_client::response> client::attempt(const operation& what, deadline until) {
    unsigned_request plain{what.method, inside_.host(), what.path, what.query, what.headers};
    auto hash = what.body_sha256;
    if (hash.empty())
        hash = inside_.secure() && what.body ? std::string(unsigned_payload)
                                             : hex(sha256(what.body ? std::string_view(*what.body) : std::string_view()));
    http_client::request r(what.method, inside_.url(what.path, canonical_query(plain)));
    r.headers = what.headers;
    for (auto& each : authorize(plain, identity_, now(), hash)) r.headers.push_back(std::move(each));
    r.body = what.body;
    r.answer_bytes_max = what.answer_bytes_max;
    const auto within = std::min(until, runtime::within(std::chrono::milliseconds(options_.attempt_ms)));
    co_return co_await wire_.send(std::move(r), within);
}

awaitable<http_client::response> client::call(operation what, deadline until) {
    for (int n = 1;; ++n) {
        const auto began = std::chrono::steady_clock::now();
        std::string why;
        bool passing = false;
        int status = 0;
        std::string code;
        try {
            auto answer = co_await attempt(what, until);
            status = answer.status;
            // A copy or a completion that fails late says so in an answer that began with 200.
            const bool may_fail_late = status == 200 && (what.method == "PUT" || what.method == "POST");
            if (status >= 300 || may_fail_late) code = code_of(answer);
            if (what.expects(status) && (code.empty() || status >= 300) && !is_passing(status, code)) {
                count(what, "answered", began);
                co_return answer;
            }
            passing = is_passing(status, code) || (status == 200 && !code.empty());
            why = sentence(what, status, code);
        } catch (const http_client::failure& e) {
            using reason = http_client::failure::reason;
            passing = e.why != reason::too_large && e.why != reason::untrusted;
            why = sentence(what, inside_, options_, e);
        }
        count(what, status == 0 ? "unreachable" : passing ? "failed" : "refused", began);
        const auto pause = back_off(n, random_fraction());
        const bool again = passing && n < options_.attempts_max && runtime::left(until) > pause;
        if (!again && !passing && status != 0) throw refused(status, code, why);
        if (!again) throw unavailable(why);
        log::warning("s3.retried", "operation", what.name, "attempt", n, "reason", why);
        co_await runtime::sleep_until(runtime::within(pause));
    }
}

void client::count(const operation& what, const char* outcome, std::chrono::steady_clock::time_point began) {
    if (!numbers_) return;
    numbers_->add_counter("gavel_s3_requests_total", "Attempts at requests to the store", {{"operation", what.name}, {"outcome", outcome}})
        .add();
    numbers_
        ->add_histogram("gavel_s3_request_duration_seconds", "Time of one attempt", metrics::seconds_bounds(), {{"operation", what.name}})
        .observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
}

}  // namespace gavel::s3
