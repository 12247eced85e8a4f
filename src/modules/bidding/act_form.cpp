#include "modules/bidding/act_form.hpp"

#include "modules/bidding/view.hpp"

namespace gavel::bidding {

command command_of(const http::request& r) {
    command asked;
    asked.lot = r.path_id<lot_id>("id");
    asked.by = r.require_account();
    asked.idempotency_key = r.idempotency_key();
    asked.moderates = r.who->moderates();
    return asked;
}

act_reason read_reason(http::form& f, std::span<const std::string_view> allowed) {
    return named<act_reason>(act_reason_names, f.required_choice("reason", allowed)).value_or(act_reason{});
}

act_reason read_only_reason(const http::request& r, std::span<const std::string_view> allowed) {
    http::form f(r.json_object());
    const auto reason = read_reason(f, allowed);
    f.finish();
    return reason;
}

http::reply act_reply(const http::request& r, const result<command_result>& done, int status) {
    if (!done) return http::problem_json(done.error(), r.lang);
    return http::json(to_json(done->act, server_now()), status);
}

}  // namespace gavel::bidding
