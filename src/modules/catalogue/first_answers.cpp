#include "modules/catalogue/first_answers.hpp"

#include "base/time.hpp"
#include "platform/observe/log.hpp"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <chrono>
#include <exception>

namespace gavel::catalogue {
namespace {

constexpr std::string_view base = "/api/v1";

std::string form_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '*' || c == '-' || c == '.' || c == '_';
        if (plain) out += c;
        else if (c == ' ') out += '+';
        else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

}  // namespace

std::string query_text(const query_pairs& pairs) {
    std::string text;
    for (const auto& [name, value] : pairs) text += (text.empty() ? "?" : "&") + form_encoded(name) + "=" + form_encoded(value);
    return text;
}

awaitable<std::optional<std::string_view>> first_answers::ask(std::string path, query_pairs query) {
    http::request r;
    r.path = std::string(base) + path;
    r.target = r.path + query_text(query);
    r.client_address = page_.client_address;
    r.origin = page_.origin;
    r.secure = page_.secure;
    r.id = page_.id;
    r.until = page_.until;
    r.lang = lang_;
    r.queries = std::move(query);
    const auto match = api_.find(http::method::get, r.path, r.params);
    if (!match.found) co_return std::nullopt;
    if (match.found->options.who != http::access::open) r.who = page_.who;
    if (match.found->options.who == http::access::signed_in && !r.who) co_return std::nullopt;
    try {
        auto answer = co_await match.found->run(r);
        if (answer.status != 200) co_return std::nullopt;
        answers_.emplace_back(std::move(r.target), answer.shared_body ? *answer.shared_body : std::move(answer.body));
    } catch (const http::refusal&) {
        co_return std::nullopt;
    } catch (const std::exception& e) {
        log::warning("pages.data_missing", "request", page_.id, "route", match.found->pattern, "error", e.what());
        failed_ = true;
        co_return std::nullopt;
    }
    co_return std::string_view(answers_.back().second);
}

void first_answers::add(std::string_view path, std::string_view json) { answers_.emplace_back(std::string(base).append(path), json); }

std::string first_answers::json() const {
    std::string text = "{";
    for (const auto& [path, answer] : answers_) {
        text += boost::json::serialize(boost::json::string(path));
        text += ':';
        text += answer;
        text += ',';
    }
    const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    return text + "\"server_time\":\"" + format_instant(now) + "\"}";
}

}  // namespace gavel::catalogue
