#include "platform/http/dispatcher.hpp"

#include "platform/http/body_reader.hpp"
#include "platform/http/cross_site.hpp"
#include "platform/http/malformed.hpp"
#include "platform/http/method_name.hpp"
#include "platform/http/problems.hpp"
#include "platform/http/static_site.hpp"
#include "platform/observe/log.hpp"
#include "platform/runtime/worker_pool.hpp"

namespace gavel::http {

namespace {

dispatcher::admission answered(reply r) {
    dispatcher::admission a;
    a.answer.emplace(std::move(r));
    return a;
}

reply wrong_method(const request& r, std::string allow) {
    auto refusal = problem_json(error(method_not_allowed), r.lang);
    refusal.with("Allow", std::move(allow));
    return refusal;
}

}  // namespace

dispatcher::dispatcher(const router& routes, std::shared_ptr<const static_site> site, const route* rest, authenticator who,
                       translator translate)
    : routes_(routes),
      site_(std::move(site)),
      rest_(rest),
      who_(std::move(who)),
      translate_(std::move(translate)) {}

dispatcher::admission dispatcher::admit(request& r, const message_parser& head) const {
    if (rest_) {
        admission anything;
        if (head.method_known()) anything.to = routes_.find(r.method, r.path, r.params).found;
        if (!anything.to) anything.to = rest_;
        return anything;
    }
    if (!head.method_known()) {
        // Any method of ours finds out whether the path exists at all; DELETE is the rarest.
        const auto other = routes_.find(method::del, r.path, r.params);
        if (other.found) return answered(wrong_method(r, "DELETE"));
        return answered(other.allow.empty() ? problem_json(error(not_found), r.lang) : wrong_method(r, other.allow));
    }
    auto match = routes_.find(r.method, r.path, r.params);
    if (!match.found) {
        if (!match.allow.empty()) return answered(wrong_method(r, std::move(match.allow)));
        if (!is_unsafe(r.method)) {
            if (auto file = site_ ? site_->find(r) : std::nullopt) return answered(std::move(*file));
            if (!r.path.starts_with("/api/")) match.found = routes_.fallback();
        }
        if (!match.found) return answered(problem_json(error(not_found), r.lang));
    }
    if (!match.found->options.from_other_sites && is_cross_site(r)) return answered(problem_json(error(cross_site_request), r.lang));
    admission admitted;
    admitted.to = match.found;
    return admitted;
}

boost::asio::awaitable<reply> dispatcher::run(const route& to, request& r) const {
    try {
        if (to.options.who != access::open && who_) r.who = co_await who_(r);
        if (to.options.who == access::signed_in) r.require_account();
        if (to.options.who == access::moderator) r.require_moderator();
        if (to.options.who == access::host) r.require_host();
        co_return co_await to.run(r);
    } catch (...) {
        co_return explain(std::current_exception(), to, r);
    }
}

reply dispatcher::explain(std::exception_ptr thrown, const route& to, const request& r) const {
    try {
        std::rethrow_exception(thrown);
    } catch (const refusal& e) {
        return problem_json(e.why, r.lang);
    } catch (const connection_lost&) {
        return problem_json(malformed("body", "The connection ended before the body did"), r.lang);  // nobody reads it
    } catch (const runtime::overloaded&) {
        return problem_json(error(unavailable), r.lang);
    } catch (const std::exception& e) {
        if (const auto known = translate_ ? translate_(thrown) : std::nullopt) {
            log::warning("http.unavailable", "request", r.id, "route", to.pattern, "code", known->kind().slug, "error", e.what());
            return problem_json(*known, r.lang);
        }
        log::error("http.failed", "request", r.id, "method", to_string(to.method), "route", to.pattern, "error", e.what());
        return problem_json(error(internal_error), r.lang);
    }
}

}  // namespace gavel::http
