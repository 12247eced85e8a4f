#include "modules/bidding/mailbox.hpp"

#include "platform/http/sse.hpp"

#include <charconv>

namespace gavel::bidding {

namespace {

// "7:3" -> lot 7, version 3.
std::optional<std::pair<lot_id, std::int64_t>> read_seen(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto lot = lot_id::parse(text.substr(0, colon));
    const auto version = id<struct version_tag>::parse(text.substr(colon + 1));
    if (!lot || !version) return std::nullopt;
    return std::pair(*lot, version->value);
}

}  // namespace

mailbox::mailbox(std::vector<lot_id> lots, std::optional<account_id> account, std::string_view last_event_id)
    : lots_(std::move(lots)),
      account_(account) {
    for (const auto lot : lots_) slots_.try_emplace(lot);
    while (!last_event_id.empty()) {
        const auto comma = last_event_id.find(',');
        if (const auto seen = read_seen(last_event_id.substr(0, comma)))
            if (const auto found = slots_.find(seen->first); found != slots_.end()) found->second.shown = seen->second;
        last_event_id = comma == std::string_view::npos ? std::string_view{} : last_event_id.substr(comma + 1);
    }
}

void mailbox::offer(const shared_standing& event) {
    const auto found = slots_.find(event->lot);
    if (found == slots_.end()) return;
    auto& at = found->second;
    if (event->version <= (at.waiting ? at.waiting->version : at.shown)) return;
    if (!at.waiting) ++waiting_;
    at.waiting = event;
    if (wake_) wake_();
}

void mailbox::offer_unread(std::int64_t unread) {
    unread_ = unread;
    if (wake_) wake_();
}

std::string mailbox::take(instant server_time) {
    std::string text;
    for (auto& [lot, at] : slots_) {
        if (!at.waiting) continue;
        const auto event = std::move(at.waiting);
        at.waiting.reset();
        at.shown = event->version;
        text += http::format_event("standing", event_id(), stamped(*event, server_time));
    }
    waiting_ = 0;
    if (unread_) text += http::format_event("notification", event_id(), R"({"unread":)" + std::to_string(*unread_) + "}");
    unread_.reset();
    return text;
}

std::string mailbox::event_id() const {
    std::string id;
    for (const auto& [lot, at] : slots_) {
        if (at.shown == 0) continue;
        if (!id.empty()) id += ',';
        id += lot.text() + ':' + std::to_string(at.shown);
    }
    return id;
}

}  // namespace gavel::bidding
